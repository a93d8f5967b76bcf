import type { Client } from "./client.ts";
import { ApiError } from "./errors.ts";
import { readEvents } from "./events.ts";
import { pause } from "./pause.ts";

/** `changed`: whatever was made from a response with one of the tags is out of date. `restart`: everything may be. */
export type LiveEvent =
  | { kind: "changed"; id: string; tags: string[]; types: string[] }
  | { kind: "restart"; id: string };

export interface LiveOptions {
  signal?: AbortSignal | undefined;
  /** The `id` of an event, or a replica's position: what came after it is reported first. Without it, begin now. */
  since?: string | null;
  /** Seconds without a sign of life after which to connect again; the server sends one each 15 seconds. */
  silence?: number;
}

/** Yield what changes, while it happens, until the signal is aborted. Connects again by itself, and misses nothing. */
export async function* followLive(
  client: Client,
  { signal, since = null, silence = 45 }: LiveOptions = {},
): AsyncGenerator<LiveEvent, void, undefined> {
  let lastId = since;
  let retry = 3;
  while (!signal?.aborted) {
    const connection = new AbortController();
    const close = () => connection.abort(signal?.reason);
    signal?.addEventListener("abort", close, { once: true });
    let timer = setTimeout(close, silence * 1000);
    const onData = () => {
      clearTimeout(timer);
      timer = setTimeout(close, silence * 1000);
    };
    let wait = retry;
    try {
      const response = await client.openStream(lastId, { signal: connection.signal });
      for await (const event of readEvents(response, connection.signal, onData)) {
        if (event.retry !== null) wait = retry = event.retry / 1000;
        lastId = event.id ?? lastId;
        const found = readEvent(event.name, lastId, event.data);
        if (found) yield found;
      }
    } catch (error) {
      if (error instanceof ApiError && !isPassing(error)) throw error;
      if (error instanceof ApiError) wait = error.retryAfter ?? retry;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", close);
      connection.abort();
    }
    if (!signal?.aborted) await pause(wait, signal).catch(() => undefined);
  }
}

function isPassing({ status }: ApiError): boolean {
  return status === 429 || status >= 500;
}

function readEvent(name: string, id: string | null, data: string): LiveEvent | null {
  if (id === null) return null;
  if (name === "restart") return { kind: "restart", id };
  if (name !== "changed") return null;
  const { tags, types } = JSON.parse(data) as { tags: string[]; types: string[] };
  return { kind: "changed", id, tags, types };
}

/** An event of a stream, or a block without data, which may still carry `id` and `retry`. */
export interface StreamEvent {
  name: string;
  data: string;
  id: string | null;
  /** Milliseconds. */
  retry: number | null;
}

/**
 * Yield the server-sent events of a response; `onData` is called for everything that arrives, comments too.
 *
 * The signal closes the stream itself: a platform may lose that of a request whose response has begun.
 */
export async function* readEvents(
  response: Response,
  signal: AbortSignal,
  onData: () => void,
): AsyncGenerator<StreamEvent, void, undefined> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const close = () => reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", close, { once: true });
  let text = "";
  try {
    if (signal.aborted) return;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onData();
      text += value;
      const blocks = text.split(/\r?\n\r?\n/);
      text = blocks.pop() ?? "";
      for (const block of blocks) yield parseEvent(block);
    }
  } finally {
    signal.removeEventListener("abort", close);
    await close();
  }
}

function parseEvent(block: string): StreamEvent {
  const event: StreamEvent = { name: "message", data: "", id: null, retry: null };
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value = ""] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "event") event.name = value;
    else if (field === "data") data.push(value);
    else if (field === "id") event.id = value;
    else if (field === "retry" && /^\d+$/.test(value)) event.retry = Number(value);
  }
  return { ...event, data: data.join("\n") };
}

import type { Client } from "./client.ts";
import type { Query } from "./endpoints.ts";
import { ApiError } from "./errors.ts";
import { pause } from "./pause.ts";
import type { Change } from "./schema.ts";

/** A row of `changes/` that inserts or replaces an object. */
export type Upsert = Extract<Change, { op: "upsert" }>;

type Awaitable<T> = T | Promise<T>;

/**
 * Where a replica keeps its copy: a map, files, a database.
 *
 * Rows are idempotent, so nothing is lost if the process ends between the rows and the position after them.
 */
export interface Store {
  /** Return the position after the rows that were applied last; null if there are none. */
  getPosition(): Awaitable<string | null>;
  setPosition(position: string): Awaitable<void>;
  /** Insert or replace the object with this key. */
  upsert(key: string, row: Upsert): Awaitable<void>;
  /** Remove the object with this key, if there is one. */
  delete(key: string): Awaitable<void>;
  /** Remove every object and the position. */
  clear(): Awaitable<void>;
}

/** Keeps a copy in memory. */
export class MemoryStore implements Store {
  readonly rows = new Map<string, Upsert>();
  #position: string | null = null;

  getPosition(): string | null {
    return this.#position;
  }

  setPosition(position: string): void {
    this.#position = position;
  }

  upsert(key: string, row: Upsert): void {
    this.rows.set(key, row);
  }

  delete(key: string): void {
    this.rows.delete(key);
  }

  clear(): void {
    this.rows.clear();
    this.#position = null;
  }
}

/** The key of an object: its type and id, and the language of the site's texts, which share one id. */
export function keyOf({ type, id, locale }: Pick<Change, "type" | "id" | "locale">): string {
  return type === "site" ? `${type}/${id}/${locale}` : `${type}/${id}`;
}

export interface ReplicaOptions {
  /** What to copy; a store keeps one choice. By default all content of all languages. */
  filters?: Pick<Query<"/api/v2/changes/">, "type" | "locale" | "site">;
  /** Rows in one response. */
  limit?: number;
  /** How often to try again while the server is being updated or is busy, with the pause that it asks for. */
  retries?: number;
}

export interface SyncOptions {
  signal?: AbortSignal | undefined;
  /** If there is nothing new, wait for it, so many seconds at most (0 to 60). */
  wait?: number;
}

/** Keeps a store equal to the public content. */
export class Replica {
  readonly #client: Client;
  readonly #store: Store;
  readonly #options: Required<ReplicaOptions>;

  constructor(client: Client, store: Store, { filters = {}, limit = 500, retries = 5 }: ReplicaOptions = {}) {
    this.#client = client;
    this.#store = store;
    this.#options = { filters, limit, retries };
  }

  /** Apply what has changed, and return the rows that were applied: all content the first time. */
  async sync({ signal, wait = 0 }: SyncOptions = {}): Promise<Change[]> {
    const applied: Change[] = [];
    let hasMore = true;
    while (hasMore) {
      const since = await this.#store.getPosition();
      const { filters, limit } = this.#options;
      const query = { ...filters, limit, ...(since ? { since } : {}), ...(since && wait ? { wait } : {}) };
      let part;
      try {
        part = await this.#read(query, signal);
      } catch (error) {
        if (!since || !(error instanceof ApiError) || error.status !== 410) throw error;
        await this.#store.clear();
        applied.length = 0;
        continue;
      }
      for (const row of part.items) await this.#apply(row);
      await this.#store.setPosition(part.next);
      applied.push(...part.items);
      hasMore = part.has_more;
      wait = 0;
    }
    return applied;
  }

  /** Yield what has changed, again and again, until the signal is aborted. */
  async *follow({ signal, wait = 25 }: SyncOptions = {}): AsyncGenerator<Change[], void, undefined> {
    while (!signal?.aborted) {
      const started = Date.now();
      const rows = await this.sync({ signal, wait });
      if (rows.length) yield rows;
      // A server that cannot let clients wait answers at once.
      else if (Date.now() - started < 1000) await pause(5, signal);
    }
  }

  async #apply(row: Change): Promise<void> {
    await (row.op === "upsert" ? this.#store.upsert(keyOf(row), row) : this.#store.delete(keyOf(row)));
  }

  async #read(query: Query<"/api/v2/changes/">, signal: AbortSignal | undefined) {
    for (let retry = 0; ; retry++) {
      try {
        return await this.#client.changes(query, { signal });
      } catch (error) {
        const isBusy = error instanceof ApiError && (error.status === 503 || error.status === 429);
        if (!isBusy || retry >= this.#options.retries) throw error;
        await pause(error.retryAfter ?? 5, signal);
      }
    }
  }
}

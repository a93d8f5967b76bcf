/** A response to keep, and the tag to ask with whether it has changed. */
export interface CachedResponse {
  etag: string;
  body: string;
  headers: [name: string, value: string][];
}

/** Keeps responses by their address. */
export interface EtagCache {
  get(url: string): CachedResponse | undefined | Promise<CachedResponse | undefined>;
  set(url: string, response: CachedResponse): void | Promise<void>;
}

export type Fetch = (request: Request) => Promise<Response>;

/** Keeps the responses that were used last in memory. */
export class MemoryEtagCache implements EtagCache {
  readonly #limit: number;
  readonly #responses = new Map<string, CachedResponse>();

  constructor(limit = 500) {
    this.#limit = limit;
  }

  get(url: string): CachedResponse | undefined {
    const response = this.#responses.get(url);
    if (response) this.set(url, response);
    return response;
  }

  set(url: string, response: CachedResponse): void {
    this.#responses.delete(url);
    this.#responses.set(url, response);
    for (const oldest of this.#responses.keys()) {
      if (this.#responses.size <= this.#limit) break;
      this.#responses.delete(oldest);
    }
  }
}

/** Ask with `If-None-Match`, and answer 304 from the cache; requests with `Authorization` pass untouched. */
export function withEtags(fetch: Fetch, cache: EtagCache): Fetch {
  return async (request) => {
    if (request.method !== "GET" || request.headers.has("Authorization")) return fetch(request);
    const cached = await cache.get(request.url);
    const headers = new Headers(request.headers);
    if (cached) headers.set("If-None-Match", cached.etag);
    const response = await fetch(cached ? new Request(request, { headers }) : request);
    if (response.status === 304 && cached) return new Response(cached.body, { headers: cached.headers });
    const etag = response.headers.get("ETag");
    if (response.status !== 200 || !etag || /no-store|private/.test(response.headers.get("Cache-Control") ?? "")) {
      return response;
    }
    const body = await response.clone().text();
    await cache.set(request.url, { etag, body, headers: [...response.headers] });
    return response;
  };
}

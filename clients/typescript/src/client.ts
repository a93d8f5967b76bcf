import createFetchClient, { type Client as FetchClient } from "openapi-fetch";
import { HAS_LOCALE } from "./endpoints.ts";
import type {
  Choosing, Detail, DetailQuery, DetailResource, Item, List, ListQuery, Path, Query, Resource,
} from "./endpoints.ts";
import { ApiError } from "./errors.ts";
import { MemoryEtagCache, withEtags, type EtagCache, type Fetch } from "./etags.ts";
import type { Narrow } from "./fields.ts";
import { iterateParts, type Part } from "./paging.ts";
import type {
  ChangeList, Page, PageReference, paths, PreviewedPage, RedirectTarget, SearchResponse, SearchResult, Site,
  SuggestResponse, Unlock,
} from "./schema.ts";

export type Locale = NonNullable<Query<"/api/v2/site/">["locale"]>;

export interface ClientOptions {
  /** The address of the server, without `/api/v2/`. */
  baseUrl: string;
  /** Sends the requests; by default the platform's own. */
  fetch?: Fetch;
  /** The language of lists, searches and the site, unless a request names another one. */
  locale?: Locale;
  /** Keeps responses that have not changed; by default the last 500 in memory. `null` keeps none. */
  etags?: EtagCache | null;
  /** The token of a preview: the page that it is for, and what that shows, are read as drafts. */
  previewToken?: string | undefined;
  /** What `unlock` has returned: the client reads what that password locks, too. */
  unlockToken?: string | undefined;
}

/** A client that reads what a password locks, and what to keep, for the same person, until it `expires`. */
export type Unlocked = Unlock & { client: Client };

export interface RequestOptions {
  signal?: AbortSignal | undefined;
}

/** A page as it is being edited, and when the token for it expires. */
export type Preview<P = Page> = Omit<PreviewedPage, "page"> & { page: P };

/** What is at a path of the site: a page, or where a redirect leads, or nothing. */
export type Found<P = Page> =
  | { page: P; redirect: null }
  | { page: null; redirect: RedirectTarget | null };

type SearchQuery = Omit<Query<"/api/v2/search/">, "q">;
type SuggestQuery = Omit<Query<"/api/v2/search/suggest/">, "q">;
type FindQuery = Omit<Query<"/api/v2/pages/find/">, "html_path" | "redirect" | "id">;
type Parameters = Record<string, unknown>;
type Init = RequestOptions & { fetch?: Fetch };

/** Make a client. Every method throws `ApiError` if the API answers with an error. */
export function createClient(options: ClientOptions): Client {
  return new Client(options);
}

export class Client {
  /** The client of openapi-fetch: every endpoint and parameter, with results instead of exceptions. */
  readonly api: FetchClient<paths>;
  readonly #baseUrl: string;
  readonly #fetch: Fetch;
  readonly #defaults: { locale?: Locale };
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    const { baseUrl, fetch = (request) => globalThis.fetch(request), locale, etags, previewToken, unlockToken } = options;
    const authorization = previewToken ? `Preview ${previewToken}` : unlockToken ? `Unlock ${unlockToken}` : null;
    this.#options = options;
    const cache = etags === undefined ? new MemoryEtagCache() : etags;
    this.#baseUrl = new URL(baseUrl).href.replace(/\/+$/, "");
    this.#fetch = fetch;
    this.#defaults = locale ? { locale } : {};
    this.api = createFetchClient<paths>({
      baseUrl: this.#baseUrl,
      fetch: cache ? withEtags(fetch, cache) : fetch,
      headers: authorization ? { Authorization: authorization } : {},
    });
  }

  /** Return one part of a list. */
  list<R extends Resource, F extends string | undefined = undefined>(
    resource: R,
    query: Choosing<ListQuery<R>, F> = {} as Choosing<ListQuery<R>, F>,
    options: RequestOptions = {},
  ): Promise<Omit<List<R>, "items"> & { items: Narrow<Item<R>, F>[] }> {
    return this.#read(`/api/v2/${resource}/` as Path, this.#complete(resource, query), options);
  }

  /** Yield every object of a list, requesting part after part. */
  iterate<R extends Resource, F extends string | undefined = undefined>(
    resource: R,
    query: Choosing<ListQuery<R>, F> = {} as Choosing<ListQuery<R>, F>,
    options: RequestOptions = {},
  ): AsyncGenerator<Narrow<Item<R>, F>, void, undefined> {
    return this.#iterate(`/api/v2/${resource}/` as Path, this.#complete(resource, query), options);
  }

  /** Return one object. */
  get<R extends DetailResource, F extends string | undefined = undefined>(
    resource: R,
    id: number,
    query: Choosing<DetailQuery<R>, F> = {} as Choosing<DetailQuery<R>, F>,
    options: RequestOptions = {},
  ): Promise<Narrow<Detail<R>, F>> {
    return this.#read(`/api/v2/${resource}/{id}/` as Path, query, options, { id });
  }

  /** Return the page at a path of the site, such as `/updates/`, in the language of the path. */
  async find<F extends string | undefined = undefined>(
    path: string,
    query: Choosing<FindQuery, F> = {},
    options: RequestOptions = {},
  ): Promise<Found<Narrow<Page, F>>> {
    try {
      const page = await this.#read<Narrow<Page, F>>("/api/v2/pages/find/", { ...query, html_path: path }, options);
      return { page, redirect: null };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      return { page: null, redirect: (error.problem as { redirect?: RedirectTarget } | null)?.redirect ?? null };
    }
  }

  /** Return the page that `previewToken` is for, as it is being edited. */
  getPreview<F extends string | undefined = undefined>(
    query: { fields?: F } = {},
    options: RequestOptions = {},
  ): Promise<Preview<Narrow<Page, F>>> {
    return this.#read("/api/v2/preview/", query, options);
  }

  /**
   * Exchange the password of a page for a client that also reads what it locks; this one stays as it is, so that a
   * server shows nobody else's pages. `ApiError` with status 403: the password is wrong, or locks no such page of the
   * `site`, by default that of the host.
   */
  async unlock(
    id: number,
    password: string,
    { signal, site }: RequestOptions & { site?: string } = {},
  ): Promise<Unlocked> {
    const { data, error, response } = await this.api.POST("/api/v2/pages/{id}/unlock/", {
      params: { path: { id }, query: site ? { site } : {} },
      body: { password },
      signal: signal ?? null,
    });
    if (!data) throw new ApiError(response, error);
    return { ...data, client: new Client({ ...this.#options, previewToken: undefined, unlockToken: data.token }) };
  }

  /** Return one part of the results of a search. */
  search(q: string, query: SearchQuery = {}, options: RequestOptions = {}): Promise<SearchResponse> {
    return this.#read("/api/v2/search/", { ...this.#defaults, ...query, q }, options);
  }

  /** Yield every result of a search. */
  iterateSearch(
    q: string,
    query: SearchQuery = {},
    options: RequestOptions = {},
  ): AsyncGenerator<SearchResult, void, undefined> {
    return this.#iterate("/api/v2/search/", { ...this.#defaults, ...query, q }, options);
  }

  /** Return the pages whose titles match what somebody has typed so far. */
  async suggest(q: string, query: SuggestQuery = {}, options: RequestOptions = {}): Promise<PageReference[]> {
    const parameters = { ...this.#defaults, ...query, q };
    return (await this.#read<SuggestResponse>("/api/v2/search/suggest/", parameters, options)).items;
  }

  /** Return the site-wide content: menus, contact, languages. */
  site(query: Query<"/api/v2/site/"> = {}, options: RequestOptions = {}): Promise<Site> {
    return this.#read("/api/v2/site/", { ...this.#defaults, ...query }, options);
  }

  /** Return one part of `changes/`, which is not kept; `Replica` reads them all. */
  changes(query: Query<"/api/v2/changes/"> = {}, { signal }: RequestOptions = {}): Promise<ChangeList> {
    return this.#read("/api/v2/changes/", query, { signal, fetch: this.#fetch });
  }

  /** Open `changes/stream/`; `followLive` reads it. */
  async openStream(lastEventId: string | null, { signal }: RequestOptions = {}): Promise<Response> {
    const headers: Record<string, string> = { Accept: "text/event-stream" };
    if (lastEventId) headers["Last-Event-ID"] = lastEventId;
    const request = new Request(`${this.#baseUrl}/api/v2/changes/stream/`, { headers, signal: signal ?? null });
    const response = await this.#fetch(request);
    if (!response.ok) throw new ApiError(response, await response.json().catch(() => null));
    return response;
  }

  #complete(resource: Resource, query: Parameters): Parameters {
    return HAS_LOCALE[resource] ? { ...this.#defaults, ...query } : query;
  }

  #iterate<I>(path: Path, query: Parameters, options: RequestOptions): AsyncGenerator<I, void, undefined> {
    return iterateParts((next) => this.#read<Part<I>>(path, next ? readQuery(next) : query, options));
  }

  async #read<T>(path: Path, query: Parameters, init: Init, parts: Parameters = {}): Promise<T> {
    // The types of the callers have chosen the path and its parameters.
    const get = this.api.GET as (
      path: Path,
      init: unknown,
    ) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
    const { data, error, response } = await get(path, { params: { query, path: parts }, ...init });
    if (!response.ok) throw new ApiError(response, error);
    return data as T;
  }
}

function readQuery(query: URLSearchParams): Parameters {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
}

import type { ListMeta, paths } from "./schema.ts";

/** An endpoint of the API that can be read, as the OpenAPI document writes it. */
export type Path = { [P in keyof paths]: paths[P] extends { get: unknown } ? P : never }[keyof paths];

/** The parameters of an endpoint. */
export type Query<P extends Path> = NonNullable<paths[P]["get"]["parameters"]["query"]>;

/** What an endpoint answers. */
export type Answer<P extends Path> = AnswerOf<paths[P]["get"]["responses"]>;

type AnswerOf<Responses> = Responses extends { 200: { content: { "application/json": infer A } } } ? A : never;
type ListPath = { [P in Path]: [Answer<P>] extends [never] ? never : Answer<P> extends AnyList ? P : never }[Path];
type AnyList = { meta: ListMeta; items: unknown[] };
type NameOf<P> = P extends `/api/v2/${infer Name}/` ? Name : never;

/** An endpoint with a list, such as `updates`. */
export type Resource = Exclude<NameOf<ListPath>, "search">;

/** An endpoint with a list whose items have a detail. */
export type DetailResource = { [R in Resource]: `/api/v2/${R}/{id}/` extends Path ? R : never }[Resource];

/** The parameters of a list. */
export type ListQuery<R extends Resource> = Query<`/api/v2/${R}/`>;

/** One part of a list. */
export type List<R extends Resource> = Answer<`/api/v2/${R}/`>;

/** An item of a list. */
export type Item<R extends Resource> = List<R> extends { items: (infer I)[] } ? I : never;

/** The parameters of a detail. */
export type DetailQuery<R extends DetailResource> = Query<`/api/v2/${R}/{id}/`>;

/** An object with all its fields. */
export type Detail<R extends DetailResource> = Answer<`/api/v2/${R}/{id}/`>;

/** Parameters with a `fields` that the compiler knows. */
export type Choosing<Q, Fields> = Omit<Q, "fields"> & { fields?: Fields };

/** The lists that have a language: the client's own one is their default. */
export const HAS_LOCALE: { [R in Resource]: "locale" extends keyof ListQuery<R> ? true : false } = {
  documents: false,
  "event-dates": true,
  events: true,
  images: false,
  pages: true,
  people: true,
  redirects: false,
  topics: true,
  updates: true,
};

/** One part of a list: `meta.next` is the address of the next one. */
export interface Part<Item> {
  meta: { next: string | null };
  items: Item[];
}

/**
 * Yield the items of a list, part by part. `read` gets the query of the part: of its address nothing else is used, so
 * that no response can send the client to another server.
 *
 * If content is published meanwhile, an item may come twice or be missed: a copy that must be exact is a `Replica`.
 */
export async function* iterateParts<Item>(
  read: (query: URLSearchParams | null) => Promise<Part<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let query: URLSearchParams | null = null;
  do {
    const part: Part<Item> = await read(query);
    yield* part.items;
    query = part.meta.next === null ? null : new URL(part.meta.next).searchParams;
  } while (query);
}

// Reads a served demo, says so, waits for a change there, and prints what it has seen.
import { createClient, followLive, makePicture, MemoryStore, Replica } from "@community-cms/client";

declare const process: { argv: string[] };

const statuses: number[] = [];
const fetch = async (request: Request) => {
  const response = await globalThis.fetch(request);
  statuses.push(response.status);
  return response;
};
const cms = createClient({ baseUrl: process.argv[2] ?? "", fetch });

async function read() {
  const ids: number[] = [];
  for await (const { id } of cms.iterate("updates", { limit: 7, fields: "_,title" })) ids.push(id);
  const { items } = await cms.list("updates", { locale: ["en"], limit: 1, fields: "_,title,path,hero" });
  const update = items[0];
  if (!update) throw new Error("The demo has no update");
  const { page } = await cms.find(update.meta.path);
  const word = update.title.split(" ").at(-1) ?? "";
  const found: (number | null)[] = [];
  for await (const { id } of cms.iterateSearch(word, { limit: 2 })) found.push(id);
  const suggested = (await cms.suggest(word)).map(({ id }) => id);
  const picture = makePicture(update.hero?.image ?? null)?.img.src;
  const missing = await cms.find("/nowhere/");
  await cms.site();
  await cms.site();
  return { ids, id: update.id, page: page?.id, title: page?.title, found, suggested, picture, missing };
}

/** Follow the demo until something about a page has changed. */
async function follow(page: number) {
  const store = new MemoryStore();
  const replica = new Replica(cms, store, { limit: 50 });
  await replica.sync();
  console.log("ready");
  const stop = new AbortController();
  const changed: string[] = [];
  for await (const event of followLive(cms, { signal: stop.signal, since: store.getPosition() })) {
    changed.push(...(await replica.sync()).map(({ type, id }) => `${type}/${id}`));
    if (event.kind === "changed" && event.tags.includes(`page-${page}`)) stop.abort();
  }
  const everything = await readEverything(replica);
  return { changed, rows: Object.fromEntries(store.rows), everything };
}

/** Return a full read of what the replica has: the demo's worker may change something meanwhile. */
async function readEverything(replica: Replica) {
  const whole = new MemoryStore();
  do {
    whole.clear();
    await new Replica(cms, whole).sync();
  } while ((await replica.sync()).length);
  return Object.fromEntries(whole.rows);
}

const reading = await read();
const status = statuses.at(-1);
console.log(JSON.stringify({ ...reading, status, ...(await follow(reading.id)) }));

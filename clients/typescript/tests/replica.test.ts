import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, MemoryStore, Replica, type Upsert } from "../src/index.ts";
import { answering, json, problem, queryOf } from "./server.ts";

const upsert = (id: number, title: string, type = "cms.Topic", locale: string | null = "en") =>
  ({ op: "upsert", type, id, locale, data: { title } });
const remove = (id: number) => ({ op: "delete", type: "cms.Topic", id, locale: "en", data: null });
const part = (items: unknown[], next: string, has_more = false) => json({ items, next, has_more });

function follow(answers: Parameters<typeof answering>[0], retries = 5) {
  const { cms, requests } = answering(answers);
  const store = new MemoryStore();
  const replica = new Replica(cms, store, { limit: 2, retries });
  const titleOf = ({ data }: Upsert) => (data as unknown as { title: string }).title;
  const titles = () => Object.fromEntries([...store.rows].map(([key, row]) => [key, titleOf(row)]));
  return { replica, requests, store, titles };
}

test("a replica reads everything, then only what has changed", async () => {
  const { replica, requests, titles } = follow([
    part([upsert(1, "Food"), upsert(2, "Tools")], "a", true),
    part([upsert(3, "Water")], "b"),
    part([upsert(1, "Growing food"), remove(2)], "c"),
  ]);

  await replica.sync();
  const changes = await replica.sync({ wait: 25 });

  assert.deepEqual(titles(), { "cms.Topic/1": "Growing food", "cms.Topic/3": "Water" });
  assert.deepEqual(changes.map(({ op, id }) => [op, id]), [["upsert", 1], ["delete", 2]]);
  assert.deepEqual(requests.map(queryOf), [
    { limit: "2" },
    { limit: "2", since: "a" },
    { limit: "2", since: "b", wait: "25" },
  ]);
});

test("parts of a replica are not kept in the cache", async () => {
  const answer = json({ items: [], next: "", has_more: false }, { ETag: '"1"' });
  const { cms, requests } = answering([answer, answer]);

  await cms.changes();
  await cms.changes();

  assert.equal(requests[1]?.headers.get("If-None-Match"), null);
});

test("the texts of the site are kept in each language", async () => {
  const { replica, store } = follow([part([upsert(1, "", "site", "en"), upsert(1, "", "site", "cy")], "a")]);

  await replica.sync();

  assert.deepEqual([...store.rows.keys()], ["site/1/en", "site/1/cy"]);
});

test("a replica that was away for too long starts again", async () => {
  const { replica, requests, titles } = follow([
    part([upsert(1, "Food"), upsert(2, "Tools")], "a"),
    problem(410, "start again", { restart: "https://cms.example.org/api/v2/changes/" }),
    part([upsert(2, "Tools")], "b"),
  ]);

  await replica.sync();
  await replica.sync();

  assert.deepEqual(titles(), { "cms.Topic/2": "Tools" });
  assert.deepEqual(queryOf(requests[2]!), { limit: "2" });
});

test("a replica keeps its copy while the server is updated, and tries again", async () => {
  const busy = problem(503, "being updated", {}, { "Retry-After": "0" });
  const { replica, store, titles } = follow([part([upsert(1, "Food")], "a"), busy, busy, part([], "b"), busy, busy], 2);
  await replica.sync();

  await replica.sync();
  assert.equal(store.getPosition(), "b");

  const isBusy = (error: unknown) => error instanceof ApiError && error.status === 503;
  await assert.rejects(follow([busy, busy], 1).replica.sync(), isBusy);
  assert.deepEqual(titles(), { "cms.Topic/1": "Food" });
});

test("following ends with the signal", async () => {
  const { replica } = follow([part([upsert(1, "Food")], "a"), part([remove(1)], "b")]);
  const stop = new AbortController();
  const heard: string[] = [];

  for await (const rows of replica.follow({ signal: stop.signal })) {
    heard.push(...rows.map(({ op }) => op));
    if (heard.length === 2) stop.abort();
  }

  assert.deepEqual(heard, ["upsert", "delete"]);
});

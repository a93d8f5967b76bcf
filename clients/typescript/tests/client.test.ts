import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, MemoryEtagCache } from "../src/index.ts";
import { answering, json, problem, queryOf } from "./server.ts";

const part = (ids: number[], next: string | null) =>
  json({ meta: { total_count: 3, next, previous: null }, items: ids.map((id) => ({ id, title: `${id}` })) });

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test("an iterator follows the list to its end, and never to another server", async () => {
  const { cms, requests } = answering([
    part([1, 2], "https://elsewhere.example/api/v2/updates/?kind=news&kind=story&limit=2&offset=2"),
    part([3], null),
  ]);

  const items = await collect(cms.iterate("updates", { kind: ["news", "story"], limit: 2 }));

  assert.deepEqual(items.map(({ id }) => id), [1, 2, 3]);
  const second = new URL(requests[1]!.url);
  assert.equal(second.host, "cms.example.org");
  assert.deepEqual(second.searchParams.getAll("kind"), ["news", "story"]);
  assert.equal(second.searchParams.get("offset"), "2");
});

test("a part is requested only when its items are", async () => {
  const { cms, requests } = answering([part([1, 2], "https://cms.example.org/api/v2/updates/?offset=2")]);

  for await (const { id } of cms.iterate("updates")) if (id === 2) break;

  assert.equal(requests.length, 1);
});

test("the language of the client is the default where there are languages", async () => {
  const { cms, requests } = answering([part([], null), part([], null), part([], null)], { locale: "cy" });

  await cms.list("updates");
  await cms.list("updates", { locale: ["en"] });
  await cms.list("images");

  assert.deepEqual(requests.map(queryOf), [{ locale: "cy" }, { locale: "en" }, {}]);
});

test("find returns a page, or where a redirect leads, or neither", async () => {
  const redirect = { to: "https://www.example.org/new/", permanent: true };
  const { cms, requests } = answering([
    json({ id: 4, type: "home.StandardPage" }),
    problem(404, "moved", { redirect }),
    problem(404, "not found"),
  ]);

  const found = [await cms.find("/about/"), await cms.find("/old/"), await cms.find("/nowhere/")];

  assert.equal(found[0]?.page?.id, 4);
  assert.deepEqual(found.slice(1), [{ page: null, redirect }, { page: null, redirect: null }]);
  assert.deepEqual(queryOf(requests[0]!), { html_path: "/about/" });
});

test("an error says what the API says", async () => {
  const { cms } = answering([
    problem(400, "kind: must be one of: news", { errors: { kind: ["must be one of: news"] } }),
    problem(429, "rate limit exceeded", {}, { "Retry-After": "37" }),
    () => new Response("<h1>Bad gateway</h1>", { status: 502 }),
  ]);

  const errors: ApiError[] = [];
  for (let number = 0; number < 3; number++) {
    await cms.search("kitchen").catch((error) => errors.push(error));
  }

  assert.ok(errors.every((error) => error instanceof ApiError));
  assert.deepEqual(errors.map(({ status }) => status), [400, 429, 502]);
  assert.deepEqual(errors[0]?.problem?.errors, { kind: ["must be one of: news"] });
  assert.equal(errors[1]?.retryAfter, 37);
  assert.equal(errors[2]?.problem, null);
});

test("what has not changed comes from the cache", async () => {
  const { cms, requests } = answering([
    json({ name: "Both Banks" }, { ETag: '"1"' }),
    () => new Response(null, { status: 304, headers: { ETag: '"1"' } }),
    json({ name: "Three Banks" }, { ETag: '"2"' }),
  ]);

  const names = [(await cms.site()).name, (await cms.site()).name, (await cms.site()).name];

  assert.deepEqual(names, ["Both Banks", "Both Banks", "Three Banks"]);
  assert.deepEqual(requests.map(({ headers }) => headers.get("If-None-Match")), [null, '"1"', '"1"']);
});

test("a private response is not kept", async () => {
  const answer = json({ name: "" }, { ETag: '"1"', "Cache-Control": "private, no-store" });
  const { cms, requests } = answering([answer, answer]);

  await cms.site();
  await cms.site();

  assert.equal(requests[1]?.headers.get("If-None-Match"), null);
});

test("the cache forgets what was not used for longest", () => {
  const cache = new MemoryEtagCache(2);
  const response = { etag: '"1"', body: "", headers: [] };

  for (const url of ["a", "b"]) cache.set(url, response);
  cache.get("a");
  cache.set("c", response);

  assert.deepEqual(["a", "b", "c"].map((url) => Boolean(cache.get(url))), [true, false, true]);
});

test("a password is that of a site", async () => {
  const { cms, requests } = answering([json({ token: "abc", expires: "2026-10-01T22:00:00+01:00" })]);

  await cms.unlock(4, "seven sunflowers", { site: "bakery.example" });

  assert.equal(new URL(requests[0]?.url ?? "").searchParams.get("site"), "bakery.example");
});

test("a password opens pages for one client and for no other", async () => {
  const { cms, requests } = answering([
    json({ token: "abc", expires: "2026-10-01T22:00:00+01:00" }),
    json({ id: 4, type: "home.StandardPage" }),
    json({ token: "def", expires: "2026-10-01T22:00:00+01:00" }),
    problem(404, "not found"),
    problem(403, "This password does not open this page."),
  ]);

  const { client, token, expires } = await cms.unlock(4, "seven sunflowers");
  const page = await client.get("pages", 4);
  await client.unlock(5, "blue wheelbarrow");
  await assert.rejects(cms.get("pages", 4), ApiError);
  await assert.rejects(cms.unlock(4, "guess"), (error) => error instanceof ApiError && error.status === 403);

  assert.deepEqual([token, expires, page.id], ["abc", "2026-10-01T22:00:00+01:00", 4]);
  assert.deepEqual([requests[0]?.method, await requests[0]?.json()], ["POST", { password: "seven sunflowers" }]);
  const sent = requests.map(({ headers }) => headers.get("Authorization"));
  assert.deepEqual(sent, [null, "Unlock abc", "Unlock abc", null, null]);
});

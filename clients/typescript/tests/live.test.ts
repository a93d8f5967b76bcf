import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, followLive, type LiveEvent } from "../src/index.ts";
import { answering, problem } from "./server.ts";

/** A stream that sends these pieces and ends. */
const stream = (...pieces: string[]) => () =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    }),
    { headers: { "Content-Type": "text/event-stream" } },
  );
const changed = (id: string) => `event: changed\nid: ${id}\ndata: {"tags": ["page-${id}"], "types": []}\n\n`;

/** A stream that sends this and stays open, whatever becomes of the request. */
const openStream = (text: string) => () =>
  new Response(new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(text)) }));

async function take(count: number, answers: Parameters<typeof answering>[0], since: string | null = null) {
  const { cms, requests } = answering(answers);
  const stop = new AbortController();
  const events: LiveEvent[] = [];
  for await (const event of followLive(cms, { signal: stop.signal, since })) {
    events.push(event);
    if (events.length === count) stop.abort();
  }
  return { events, lastIds: requests.map(({ headers }) => headers.get("Last-Event-ID")) };
}

test("a stream that ends is opened again where it ended", async () => {
  const { events, lastIds } = await take(
    3,
    [
      stream("retry: 0\n\nid: start\n\n: alive\n\n", changed("1").slice(0, 20), changed("1").slice(20)),
      stream("\nid: 2\n\n"),
      stream(changed("3"), "event: restart\nid: 4\ndata: {}\n\n"),
    ],
    "before",
  );

  assert.deepEqual(events, [
    { kind: "changed", id: "1", tags: ["page-1"], types: [] },
    { kind: "changed", id: "3", tags: ["page-3"], types: [] },
    { kind: "restart", id: "4" },
  ]);
  assert.deepEqual(lastIds, ["before", "1", "2"]);
});

test("the signal closes a stream that is open", async () => {
  const { events } = await take(1, [openStream(changed("1"))]);

  assert.equal(events.length, 1);
});

test("a busy server and a lost connection are tried again", async () => {
  const { events } = await take(1, [
    stream("retry: 0\n\n"),
    problem(503, "too many", {}, { "Retry-After": "0" }),
    () => Promise.reject(new TypeError("fetch failed")),
    stream(changed("1")),
  ]);

  assert.equal(events[0]?.id, "1");
});

test("a refused token is an error", async () => {
  await assert.rejects(take(1, [problem(400, "since: must be `next` of an earlier answer")]), ApiError);
});

test("a silent connection is given up", async () => {
  const { cms, requests } = answering([openStream("retry: 0\n\n"), stream(changed("1"))]);

  for await (const event of followLive(cms, { silence: 0.05 })) {
    assert.equal(event.id, "1");
    break;
  }

  assert.equal(requests.length, 2);
});

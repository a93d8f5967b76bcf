import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { ApiError, readPreviewAddress, startPreview, type PreviewOptions } from "../src/index.ts";
import { answering, json, problem } from "./server.ts";

const CMS = "https://cms.example.org";

class Block {
  readonly attributes: Map<string, string>;
  scrolledTo = 0;
  readonly isLink: boolean;
  constructor(id: string, isLink = false) {
    this.attributes = new Map([["data-block", id]]);
    this.isLink = isLink;
  }
  getAttribute = (name: string) => this.attributes.get(name) ?? null;
  setAttribute = (name: string, value: string) => void this.attributes.set(name, value);
  removeAttribute = (name: string) => void this.attributes.delete(name);
  scrollIntoView = () => void this.scrolledTo++;
  closest = (selector: string) => (selector === "[data-block]" || this.isLink ? this : null);
}

/** The window of a front end that the editor frames, as far as the helper looks at it. */
class Frame extends EventTarget {
  readonly sent: unknown[] = [];
  readonly parent: object = { postMessage: (data: unknown, origin: string) => this.sent.push([data, origin]) };
  readonly blocks = [new Block("one"), new Block("two", true)];

  querySelectorAll(selector: string): Block[] {
    const name = selector.slice(1, -1);
    return this.blocks.filter(({ attributes }) => attributes.has(name));
  }

  receive(kind: string, block: string | null = null, more: object = {}): void {
    const data = { source: "community-cms", version: 1, kind, block };
    this.dispatchEvent(Object.assign(new Event("message"), { origin: CMS, source: this.parent, data, ...more }));
  }

  click(target: Block): boolean {
    const event = new Event("click", { cancelable: true });
    Object.defineProperty(event, "target", { value: target });
    return this.dispatchEvent(event);
  }

  get focused(): string[] {
    return this.querySelectorAll("[data-block-focused]").map(({ attributes }) => attributes.get("data-block")!);
  }
}

const message = (kind: string, block: string | null = null) => [
  { source: "community-cms", version: 1, kind, block },
  CMS,
];
const settle = () => new Promise((resolve) => setImmediate(resolve));

let frame: Frame;
beforeEach(() => {
  frame = new Frame();
  Object.assign(globalThis, { window: frame, document: frame });
});
afterEach(() => {
  Object.assign(globalThis, { window: undefined, document: undefined });
});

async function start(options: Partial<PreviewOptions> = {}) {
  let rendered = 0;
  await startPreview({ cmsUrl: `${CMS}/`, render: () => void rendered++, ...options });
  return { count: () => rendered };
}

test("the fragment names the token, the path and the language", () => {
  assert.deepEqual(readPreviewAddress("#token=a%3Ab&path=%2Fcy%2Fx%2F&locale=cy"), {
    token: "a:b",
    path: "/cy/x/",
    locale: "cy",
  });
  assert.deepEqual(readPreviewAddress("#token=a"), { token: "a", path: "/", locale: "" });
  assert.equal(readPreviewAddress("#main"), null);
  assert.equal(readPreviewAddress(""), null);
});

test("the token goes with every request, and nothing is kept", async () => {
  const draft = { page: { id: 3 }, draft: true, expires: "2026-11-28T18:00:00Z" };
  const answer = json(draft, { ETag: '"1"' });
  const { cms, requests } = answering([answer, answer, json({ items: [], meta: {} })], { previewToken: "secret" });

  assert.deepEqual(await cms.getPreview({ fields: "title" }), draft);
  await cms.getPreview();
  await cms.list("updates");

  assert.equal(requests[0]!.url, `${CMS}/api/v2/preview/?fields=title`);
  assert.deepEqual(requests.map(({ headers }) => headers.get("Authorization")), Array(3).fill("Preview secret"));
  assert.deepEqual(requests.map(({ headers }) => headers.get("If-None-Match")), [null, null, null]);
});

test("without a token no request carries one", async () => {
  const { cms, requests } = answering([json({ items: [], meta: {} })]);

  await cms.list("updates");

  assert.equal(requests[0]!.headers.get("Authorization"), null);
});

test("a token that is not accepted is an error that says why", async () => {
  const { cms } = answering([problem(401, "This preview has expired.")], { previewToken: "old" });

  await assert.rejects(cms.getPreview(), (error) => error instanceof ApiError && error.status === 401);
});

test("the front end is ready after the first rendering, and renders again after a change", async () => {
  const { count } = await start();
  assert.equal(count(), 1);
  assert.deepEqual(frame.sent.at(-1), message("ready"));

  frame.receive("changed");
  await settle();

  assert.equal(count(), 2);
});

test("changes during a rendering lead to one more", async () => {
  const waiting: (() => void)[] = [];
  let isFirst = true;
  await start({
    render: () => {
      if (isFirst) return void (isFirst = false);
      return new Promise<void>((resolve) => void waiting.push(resolve));
    },
  });

  for (let i = 0; i < 3; i++) frame.receive("changed");
  waiting[0]!();
  await settle();
  waiting[1]!();
  await settle();

  assert.equal(waiting.length, 2);
});

test("a rendering that fails is reported, and the next one is tried", async () => {
  const errors: unknown[] = [];
  let rendered = 0;
  await start({
    onError: (error) => errors.push(error),
    render: () => {
      if (!rendered++) throw new Error("expired");
    },
  });

  frame.receive("changed");
  await settle();

  assert.equal(rendered, 2);
  assert.equal(errors.length, 1);
});

test("messages from elsewhere, and of another kind, change nothing", async () => {
  const { count } = await start();

  frame.receive("changed", null, { origin: "https://elsewhere.example.org" });
  frame.receive("changed", null, { source: {} });
  frame.receive("changed", null, { data: { kind: "changed", block: null } });
  frame.receive("changed", null, { data: { source: "community-cms", version: 2, kind: "changed", block: null } });
  frame.receive("changed", null, { data: null });
  frame.receive("something");
  await settle();

  assert.equal(count(), 1);
});

test("a click on a block focuses it in the editor, and links lead nowhere", async () => {
  await start();

  assert.equal(frame.click(frame.blocks[0]!), true);
  assert.equal(frame.click(frame.blocks[1]!), false);

  assert.deepEqual(frame.sent.slice(1), [message("focus", "one"), message("focus", "two")]);
});

test("the block that is being edited is marked and scrolled to, and not echoed", async () => {
  await start();

  frame.receive("focus", "two");
  assert.deepEqual(frame.focused, ["two"]);
  assert.equal(frame.blocks[1]!.scrolledTo, 1);
  frame.receive("focus", "unknown");
  assert.deepEqual(frame.focused, []);
  frame.receive("focus", "one");
  frame.receive("focus", null);

  assert.deepEqual(frame.focused, []);
  assert.deepEqual(frame.sent, [message("ready")]);
});

test("in a window of its own a preview is rendered, and sends nothing", async () => {
  Object.assign(frame, { parent: frame });

  const { count } = await start();

  assert.equal(count(), 1);
  assert.deepEqual(frame.sent, []);
});

test("the signal ends it", async () => {
  const stop = new AbortController();
  const { count } = await start({ signal: stop.signal });

  stop.abort();
  frame.receive("changed");
  frame.click(frame.blocks[0]!);
  await settle();

  assert.equal(count(), 1);
  assert.deepEqual(frame.sent, [message("ready")]);
});

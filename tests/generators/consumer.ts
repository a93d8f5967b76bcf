// What somebody does with the clients that hey-api and orval make: prints what each has read.
import { client } from "./hey/client.gen.ts";
import { findPage, getUpdate, listUpdates, searchPages, unlockPage } from "./hey/sdk.gen.ts";
import * as orval from "./orval/cms.ts";

declare const process: { env: { CMS_URL: string } };

client.setConfig({ baseUrl: process.env.CMS_URL });

async function readWithHeyApi() {
  const listed = await listUpdates({ query: { kind: ["monthly_update", "news"], order: ["-id"], limit: 2 } });
  if (!listed.data) throw new Error(JSON.stringify(listed.error ?? null) + String(listed.error));
  const [item] = listed.data.items;
  const update = await getUpdate({ path: { id: item!.id } });
  const type: "blog.UpdatePage" = update.data!.type;
  const blocks = update.data!.body.map((block) => (block.type === "heading" ? block.value.text : block.type));
  const found = await findPage({ query: { html_path: "/updates/" } });
  const results = await searchPages({ query: { q: "kitchen" } });
  const missing = await getUpdate({ path: { id: 999_999 } });
  const refused = await unlockPage({ path: { id: item!.id }, body: { password: "guess" } });
  return {
    ids: listed.data.items.map(({ id }) => id),
    type,
    blocks,
    found: found.data!.type,
    results: results.data!.meta.total_count,
    statuses: [missing.error?.status, refused.error?.status],
  };
}

async function readWithOrval() {
  const listed = await orval.listUpdates({ kind: ["monthly_update", "news"], order: ["-id"], limit: 2 });
  if (listed.status !== 200) throw new Error(listed.data.detail);
  const [item] = listed.data.items;
  const update = await orval.getUpdate(item!.id);
  if (update.status !== 200) throw new Error(update.data.detail);
  const type: "blog.UpdatePage" = update.data.type;
  const blocks = update.data.body.map((block) => (block.type === "heading" ? block.value.text : block.type));
  const found = await orval.findPage({ html_path: "/updates/" });
  if (found.status !== 200) throw new Error("not found");
  const results = await orval.searchPages({ q: "kitchen" });
  if (results.status !== 200) throw new Error(results.data.detail);
  const missing = await orval.getUpdate(999_999);
  const refused = await orval.unlockPage(item!.id, { password: "guess" });
  return {
    ids: listed.data.items.map(({ id }) => id),
    type,
    blocks,
    found: found.data.type,
    results: results.data.meta.total_count,
    statuses: [missing.status, refused.status],
  };
}

console.log(JSON.stringify([await readWithHeyApi(), await readWithOrval()]));

// What requests accept and return: names that are wrong, or were not asked for, are type errors.
import {
  createClient, followLive, makePicture, MemoryStore, Replica, type EventPage, type Page, type UpdatePage,
} from "@community-cms/client";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_ extends true>() => undefined;

const cms = createClient({ baseUrl: "https://cms.example.org", locale: "cy" });

export async function useFields(fields: string): Promise<void> {
  const fewFields = "_,title,slug,body,hero(_,image(_,alt,renditions),caption)";
  const [few] = (await cms.list("updates", { fields: fewFields })).items;
  if (!few) return;
  is<Equal<keyof typeof few, "id" | "type" | "meta" | "title" | "body" | "hero">>();
  is<Equal<keyof (typeof few)["meta"], "detail_url" | "slug">>();
  is<Equal<(typeof few)["body"], UpdatePage["body"]>>();
  const alt: string | undefined = few.hero?.image?.alt;
  // @ts-expect-error what is inside brackets may be missing
  const certain: string = few.hero?.image?.alt;
  // @ts-expect-error `kind` was not asked for
  few.kind;

  const more = await cms.get("updates", 1, { fields: "-body,-seo_title" });
  const title: string = more.title;
  // @ts-expect-error `body` was taken away
  more.body;
  // @ts-expect-error so was `seo_title`
  more.meta.seo_title;

  const added = (await cms.list("updates", { fields: "body" })).items[0]?.body.length;
  const whole = (await cms.list("updates", { fields: "*,-kind" })).items[0];
  is<Equal<NonNullable<typeof whole>["body"], UpdatePage["body"]>>();
  // @ts-expect-error without `fields` an item has no body for certain
  (await cms.list("updates")).items[0]?.body.length;

  const [date] = (await cms.list("event-dates", { fields: "_,start,page,locale" })).items;
  console.log(date?.start, date?.page.title, date?.meta?.locale);
  // @ts-expect-error an object without an address of its own may have no `meta`
  date?.meta.locale;

  const unclear = await cms.get("updates", 1, { fields });
  // @ts-expect-error nobody knows whether it was asked for
  unclear.title.length;
  is<Equal<(typeof unclear)["type"], "blog.UpdatePage">>();
  console.log(alt, certain, title, added);
}

export async function usePages(): Promise<void> {
  const { page, redirect } = await cms.find("/about/");
  if (!page) return console.log(redirect?.to);
  is<Equal<typeof page, Page>>();
  if (page.type === "events.EventPage") is<Equal<typeof page, EventPage>>();
  if (page.type === "blog.UpdatePage") console.log(makePicture(page.hero?.image ?? null, "50vw")?.img.srcset);
  const preview = await cms.getPreview({ fields: "_,title" });
  is<Equal<keyof typeof preview.page, "id" | "type" | "meta" | "title">>();
  const found = await cms.find("/about/", { fields: "_,title" });
  console.log(found.page?.title, found.page?.type);
  for await (const date of cms.iterate("event-dates", { when: "upcoming", limit: 100 })) console.log(date.start);
  for await (const summary of cms.iterate("pages", { type: ["blog.UpdatePage"] })) console.log(summary.meta.path);
  console.log((await cms.search("kitchen")).facets.type, await cms.suggest("ki"), (await cms.site()).name);
  const { data } = await cms.api.GET("/api/v2/people/{id}/", { params: { path: { id: 3 } } });
  console.log(data?.name);
}

export function useWrongly(): void {
  // @ts-expect-error there is no such list
  cms.iterate("upates");
  // @ts-expect-error there is no such parameter
  cms.iterate("updates", { knd: "news" });
  // @ts-expect-error there is no such kind
  cms.iterate("updates", { kind: ["letter"] });
  // @ts-expect-error a date of an event has no address of its own
  cms.get("event-dates", 1);
  // @ts-expect-error pictures have no language
  cms.list("images", { locale: "cy" });
}

export async function follow(signal: AbortSignal): Promise<void> {
  const store = new MemoryStore();
  const replica = new Replica(cms, store, { filters: { locale: ["cy"] } });
  await replica.sync();
  for (const row of store.rows.values()) if (row.type === "blog.UpdatePage") console.log(row.data.body.length);
  for await (const rows of replica.follow({ signal })) console.log(rows.length);
  for await (const event of followLive(cms, { signal, since: store.getPosition() })) {
    console.log(event.kind === "changed" ? event.tags : "everything");
  }
}

import type { Client, Site, SiteLocale } from "@community-cms/client";
import { makeClient } from "./cms.ts";
import { makeDates, type Dates } from "./dates.ts";
import { makeWords, type Words } from "./words.ts";

/** A page that every other one links to. */
export interface Landmark {
  title: string;
  path: string;
}

export interface View {
  cms: Client;
  locale: string;
  site: Site;
  t: Words;
  dates: Dates;
  home: Landmark;
  updates: Landmark | null;
  events: Landmark | null;
  isPreview: boolean;
  /** The path of a person, and of the updates on a topic: in this language, if there is a translation. */
  personPath(person: { id: number }): string | null;
  topicPath(topic: { id: number; slug: string }): string | null;
  /** The `lang` of an element whose text has this language: none if it is that of the page. */
  lang(locale: string): string | undefined;
}

const LANDMARKS = ["home.HomePage", "blog.UpdateIndexPage", "events.EventIndexPage"] as const;

export async function makeView(locale: string, isPreview = false): Promise<View> {
  const cms = makeClient(locale);
  const [site, { items }] = await Promise.all([
    cms.site(),
    cms.list("pages", { type: [...LANDMARKS], fallback: "1", fields: "_,title,path" }),
  ]);
  const find = (type: (typeof LANDMARKS)[number]): Landmark | null => {
    const page = items.find((item) => item.type === type);
    return page ? { title: page.title, path: page.meta.path } : null;
  };
  const updates = find("blog.UpdateIndexPage");
  const hasGaps = site.locales.some(({ code, fallback }) => code === locale && fallback.length > 0);
  const [people, topics] = hasGaps ? await Promise.all([findPeople(cms), findTopics(cms)]) : [];
  return {
    cms,
    locale,
    site,
    t: makeWords(locale),
    dates: makeDates(locale),
    home: find("home.HomePage") ?? { title: site.name, path: "/" },
    updates,
    events: find("events.EventIndexPage"),
    isPreview,
    personPath: ({ id }) => updates && `${updates.path}people/${people?.get(id) ?? id}/`,
    topicPath: ({ id, slug }) => updates && `${updates.path}topic/${topics?.get(id) ?? slug}/`,
    lang: (other) => (other === locale ? undefined : other),
  };
}

/** Texts in another language name the people and topics of that language: find those of this one. */
async function findPeople(cms: Client): Promise<Map<number, number>> {
  const { items } = await cms.list("people", { fallback: "1", fields: "_,translations", limit: 100 });
  return new Map(items.flatMap(({ id, meta }) => meta.translations.map((other) => [other.id, id])));
}

async function findTopics(cms: Client): Promise<Map<number, string>> {
  const { items } = await cms.list("topics", { fallback: "1", fields: "_,slug,translations", limit: 100 });
  return new Map(items.flatMap(({ slug, meta }) => meta.translations.map((other) => [other.id, slug])));
}

let known: Promise<SiteLocale[]> | undefined;

/** The languages of the site, which only a restart changes. */
export function findLocales(): Promise<SiteLocale[]> {
  known ??= makeClient()
    .site()
    .then(({ locales }) => locales);
  known.catch(() => (known = undefined));
  return known;
}

/** The language of a path: its first part names every language but the default one. */
export async function findLocale(path: string): Promise<string> {
  const locales = await findLocales();
  const [, first] = path.split("/");
  const found = locales.find(({ code }) => code === first) ?? locales.find(({ is_default }) => is_default);
  return found?.code ?? "en";
}

/** The path of search in a language. */
export function searchPath({ locale, site }: View): string {
  const isDefault = site.locales.find(({ code }) => code === locale)?.is_default ?? true;
  return isDefault ? "/search/" : `/${locale}/search/`;
}

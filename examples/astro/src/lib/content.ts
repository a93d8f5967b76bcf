import {
  ApiError, type Client, type EventIndexPage, type Page, type Person, type RedirectTarget, type UpdateIndexPage,
  type UpdatePageList,
} from "@community-cms/client";
import { findLocales, makeView } from "./view.ts";

export const PER_PAGE = 12;

/** One part of the list of updates: of a month or a year, of a topic, or of all. */
export interface Archive {
  period?: string | undefined;
  topic?: string | undefined;
  number: number;
  list: UpdatePageList;
}

/** What there is at a path: a page of the CMS, or something below one that the CMS keeps no page for. */
export type Content =
  | { kind: "page"; page: Page }
  | { kind: "archive"; page: UpdateIndexPage; archive: Archive }
  | { kind: "person"; page: UpdateIndexPage; person: Person }
  | { kind: "past"; page: EventIndexPage };

export interface Found {
  content: Content | null;
  redirect: RedirectTarget | null;
}

const BELOW_UPDATES = /^(?<index>.*?\/)(?:(?<year>\d{4})\/(?:(?<month>\d\d)\/)?|topic\/(?<topic>[^/]+)\/|people\/(?<person>\d+)\/)?(?:page\/(?<number>\d+)\/)?$/;
const BELOW_EVENTS = /^(?<index>.*\/)past\/$/;

/** Find what is at a path, in the language of the path; a gap in that language is filled from another one. */
export async function findContent(cms: Client, path: string): Promise<Found> {
  const { page, redirect } = await cms.find(path, { fallback: "1" });
  if (page) return { content: { kind: "page", page }, redirect: null };
  return { content: redirect ? null : await findBelow(cms, path), redirect };
}

async function findBelow(cms: Client, path: string): Promise<Content | null> {
  const past = BELOW_EVENTS.exec(path)?.groups;
  if (past?.["index"]) {
    const { page } = await cms.find(past["index"], { fallback: "1" });
    if (page?.type === "events.EventIndexPage") return { kind: "past", page };
  }
  const { index, year, month, topic, person, number } = BELOW_UPDATES.exec(path)?.groups ?? {};
  if (!index || index === path) return null;
  const { page } = await cms.find(index, { fallback: "1" });
  if (page?.type !== "blog.UpdateIndexPage") return null;
  if (person) {
    const found = await cms.get("people", Number(person)).catch(ignoreMissing);
    return found && { kind: "person", page, person: found };
  }
  const period = year && (month ? `${year}-${month}` : year);
  const archive = await findUpdates(cms, { period, topic, number: Number(number ?? 1) });
  return archive.list.items.length ? { kind: "archive", page, archive } : null;
}

export async function findUpdates(cms: Client, { period, topic, number }: Omit<Archive, "list">): Promise<Archive> {
  const isYear = period?.length === 4;
  const list = await cms.list("updates", {
    ...(topic && { topic: [topic] }),
    ...(period && !isYear && { period: [period] }),
    ...(period && isYear && { published_after: `${period}-01-01`, published_before: `${period}-12-31` }),
    fallback: "1",
    order: ["-first_published_at"],
    limit: PER_PAGE,
    offset: (number - 1) * PER_PAGE,
  });
  return { period, topic, number, list };
}

/** Every path of the site, in all languages: what a build makes, and the sitemap lists. */
export async function listPaths(): Promise<string[]> {
  const paths: string[] = [];
  for (const { code } of await findLocales()) {
    const { cms, updates, events } = await makeView(code);
    for await (const page of cms.iterate("pages", { fallback: "1", fields: "_,path", limit: 100 })) {
      paths.push(page.meta.path);
    }
    if (events) paths.push(`${events.path}past/`);
    if (updates) paths.push(...(await listArchives(cms, updates.path)));
  }
  return [...new Set(paths)];
}

async function listArchives(cms: Client, index: string): Promise<string[]> {
  const { meta } = await cms.list("updates", { fallback: "1", facets: ["period", "topic"], fields: "_", limit: 1 });
  const periods = meta.facets?.["period"] ?? [];
  const years = [...new Set(periods.map(({ value }) => value.slice(0, 4)))];
  const counts = await Promise.all(
    years.map(async (year) => (await findUpdates(cms, { period: year, number: 1 })).list.meta.total_count),
  );
  const lists: [path: string, count: number][] = [
    ["", meta.total_count],
    ...years.map((year, i): [string, number] => [`${year}/`, counts[i] ?? 0]),
    ...periods.map(({ value, count }): [string, number] => [`${value.replace("-", "/")}/`, count]),
    ...(meta.facets?.["topic"] ?? []).map(({ value, count }): [string, number] => [`topic/${value}/`, count]),
  ];
  const paths = lists.flatMap(([path, count]) =>
    Array.from({ length: Math.ceil(count / PER_PAGE) || 1 }, (_, i) => `${index}${path}${i ? `page/${i + 1}/` : ""}`),
  );
  for await (const person of cms.iterate("people", { fallback: "1", fields: "_", limit: 100 })) {
    paths.push(`${index}people/${person.id}/`);
  }
  return paths;
}

function ignoreMissing(error: unknown): null {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
}

// Renders a page of the API as HTML. `api.d.ts` is generated: see “Types” in docs/api.md.
import type { DocumentItem, EventDate, EventItemsBlock, Image, Link, Page } from "./api";
import type { ListedPolicy, StandardBodyBlock, UpcomingDate, UpdateBodyBlock, WayToTakePartValue } from "./api";

const text = (plain: string) => plain.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const day = (date: EventDate) => new Date(date.start).toLocaleDateString("en-GB", { timeZone: date.time_zone });
const link = ({ url, label }: Pick<Link, "url" | "label">) => `<p><a href="${text(url ?? "")}">${text(label)}</a></p>`;
const coming = ({ page, date }: UpcomingDate) => `<p>${text(page.title)}, ${day(date)}</p>`;
const file = ({ document, label }: DocumentItem) => link({ ...document, label: label || document.title });
const policy = ({ page, policy_status }: ListedPolicy) => `<p>${text(page.title)}: ${policy_status}</p>`;
const way = ({ title: words, body, links }: WayToTakePartValue) => title(words, 3) + body + each(links, link);
const title = (words: string, level = 2) => `<h${level}>${text(words)}</h${level}>`;
const each = <Item>(items: Item[], render: (item: Item) => string) => items.map(render).join("\n");

function picture(image: Image | null): string {
  if (!image?.download_url) return "";
  const sources = each(image.renditions, ({ type, srcset }) => {
    const files = srcset.map((file) => `${file.url} ${file.width}w`).join(", ");
    return `<source type="${type}" srcset="${files}" sizes="100vw">`;
  });
  return `<picture>${sources}<img src="${image.download_url}" alt="${text(image.alt)}"></picture>`;
}

function event(item: EventItemsBlock): string {
  switch (item.type) {
    case "event": return `<li>${text(item.value.page.title)}: ${item.value.dates.map(day).join(", ")}</li>`;
    case "external_event": return `<li>${text(item.value.title)}: ${item.value.start.slice(0, 10)}</li>`;
    default: return unknown(item);
  }
}

export function block({ type, value }: UpdateBodyBlock | StandardBodyBlock): string {
  switch (type) {
    case "heading": return title(value.text, value.level);
    case "paragraph": return value;
    case "quote": return `<blockquote>${text(value.text)} ${text(value.person?.name ?? value.attribution)}</blockquote>`;
    case "statistic": return `<p><b>${text(value.number)}</b> ${text(value.label)}</p>`;
    case "image": return `<figure>${picture(value.image)}<figcaption>${text(value.caption)}</figcaption></figure>`;
    case "video": return `<p><a href="${text(value.url)}">${text(value.title)}</a></p>`;
    case "news": return title(value.heading) + picture(value.image) + value.body + each(value.links, link);
    case "events": return `${title(value.heading)}<ul>${each(value.items, event)}</ul>`;
    case "upcoming_events": return title(value.heading) + each(value.items, coming);
    case "team_intro": return title(value.heading) + picture(value.person.photo) + value.introduction + value.own_words;
    case "call_to_action": return title(value.heading) + `<p>${text(value.text)}</p>` + each(value.links, link);
    case "shared_call_to_action": return title(value.heading) + `<p>${text(value.text)}</p>` + each(value.links, link);
    case "ways_to_take_part": return title(value.heading) + each(value.items, way);
    case "documents": return title(value.heading) + each(value.items, file);
    case "policies": return title(value.heading) + each(value.items, policy);
    default: return unknown(value);
  }
}

export function page(page: Page): string {
  switch (page.type) {
    case "blog.UpdatePage": return title(page.title, 1) + picture(page.hero?.image ?? null) + each(page.body, block);
    case "events.EventPage": return title(page.title, 1) + page.dates.map(day).join(", ") + each(page.body, block);
    case "events.MeetingNotesPage": return title(page.title, 1) + text(page.date) + each(page.body, block);
    case "home.HomePage":
    case "home.StandardPage": return title(page.title, 1) + each(page.body, block);
    case "blog.UpdateIndexPage":
    case "events.EventIndexPage": return title(page.title, 1) + text(page.introduction);
    default: return unknown(page);
  }
}

// A page type or block that the switch above has forgotten does not fit in here: the type checker says so.
function unknown(value: never): never {
  throw new Error(`There is no way to render ${JSON.stringify(value)}.`);
}

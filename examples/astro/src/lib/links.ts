import type { Link, MenuItem } from "@community-cms/client";
import type { View } from "./view.ts";

/** Where a link leads: to pages by their paths, so that the site works at any address. */
export function href({ page, url }: Link | MenuItem): string | null {
  return page?.path ?? url;
}

/** Rich text whose links to pages are paths; documents and pictures stay where the CMS keeps them. */
export function localise(html: string, { site }: View): string {
  return html.replaceAll(new RegExp(`(<a\\b[^>]* href=")${escape(site.url)}(?=/(?!documents/|media/))`, "g"), "$1");
}

/** The text of the address of a page at this site: its path. */
export function toPath(url: string, { site }: View): string {
  return url.startsWith(`${site.url}/`) ? url.slice(site.url.length) : url;
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

import { defineMiddleware } from "astro:middleware";
import { findLocale, makeView } from "./lib/view.ts";

/** Give every page its view, in the language of its path; a preview names its language. */
export const onRequest = defineMiddleware(async ({ url, locals, isPrerendered }, next) => {
  const isPreview = !isPrerendered && url.pathname.startsWith("/preview/");
  const path = isPreview ? `/${url.searchParams.get("locale") ?? ""}/` : url.pathname;
  locals.view = await makeView(await findLocale(path), isPreview);
  return next();
});

import { defineMiddleware } from "astro:middleware";
import { findLocale, makeView } from "./lib/view.ts";

/** Give every page its view. In a preview the language is a parameter, and the token a header. */
export const onRequest = defineMiddleware(async ({ url, request, locals, isPrerendered }, next) => {
  const [, token] = isPrerendered ? [] : (/^Preview (.+)$/.exec(request.headers.get("Authorization") ?? "") ?? []);
  const asked = isPrerendered ? null : token && url.searchParams.get("locale");
  locals.view = await makeView(asked || (await findLocale(url.pathname)), token);
  return next();
});

import type { APIRoute } from "astro";

export const prerender = false;

const SHORTEST = 2;

/** Pages whose titles match what somebody has typed so far. */
export const GET: APIRoute = async ({ url, locals: { view } }) => {
  const query = (url.searchParams.get("q") ?? "").trim().slice(0, 200);
  const found = query.length >= SHORTEST ? await view.cms.suggest(query) : [];
  const shown = found.map(({ title, path, locale }) => ({ title, path, lang: locale }));
  return Response.json(shown.filter(({ path }) => path !== null));
};

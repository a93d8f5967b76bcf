import type { APIRoute } from "astro";
import { listPaths } from "../lib/content.ts";

export const GET: APIRoute = async ({ locals: { view } }) => {
  const urls = (await listPaths()).map((path) => `<url><loc>${new URL(path, view.site.url).href}</loc></url>`);
  return new Response(
    `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join("")}</urlset>`,
    { headers: { "Content-Type": "application/xml" } },
  );
};

import { ApiError, createClient, MemoryEtagCache, type Client, type Locale } from "@community-cms/client";
import { CMS_URL } from "astro:env/server";

const ATTEMPTS = 5;
const etags = new MemoryEtagCache(2000);

/** The API in a language; with the token of a preview, drafts. */
export function makeClient(locale?: string, previewToken?: string): Client {
  return createClient({ baseUrl: CMS_URL, fetch: fetchPatiently, etags, locale: locale as Locale, previewToken });
}

/** A build of thousands of pages may meet the rate limit, or an update of the CMS: wait as long as it says. */
async function fetchPatiently(request: Request): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(request.clone());
    if (attempt === ATTEMPTS || ![429, 503].includes(response.status)) return response;
    const seconds = new ApiError(response, null).retryAfter ?? attempt;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

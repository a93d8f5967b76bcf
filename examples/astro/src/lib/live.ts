import { createClient, followLive } from "@community-cms/client";
import type { AstroIntegration } from "astro";

/** While you develop: show what changes in the CMS at once, in every open window. */
export function refreshLive(cmsUrl: string): AstroIntegration {
  return {
    name: "refresh-live",
    hooks: {
      "astro:server:setup": ({ server, logger }) => {
        const stop = new AbortController();
        server.httpServer?.once("close", () => stop.abort());
        const follow = async () => {
          const cms = createClient({ baseUrl: cmsUrl });
          for await (const _ of followLive(cms, { signal: stop.signal })) server.ws.send({ type: "full-reload" });
        };
        follow().catch((error: unknown) => logger.warn(`no live refresh: ${String(error)}`));
      },
    },
  };
}

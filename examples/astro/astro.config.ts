import node from "@astrojs/node";
import { defineConfig, envField, passthroughImageService } from "astro/config";
import { loadEnv } from "vite";
import { refreshLive } from "./src/lib/live.ts";

const { CMS_URL = "http://127.0.0.1:8000" } = loadEnv("", process.cwd(), "");

// Pages are files; search, preview and what is newer than the last build are answered by a small server.
export default defineConfig({
  adapter: node({ mode: "standalone" }),
  integrations: [refreshLive(CMS_URL)],
  env: {
    schema: {
      CMS_URL: envField.string({ context: "server", access: "public", default: "http://127.0.0.1:8000", url: true }),
    },
  },
  image: { service: passthroughImageService() }, // the CMS makes all sizes
  devToolbar: { enabled: false },
  vite: {
    // `dist` runs without `node_modules`.
    plugins: [{ name: "bundle-everything", apply: "build", config: () => ({ ssr: { noExternal: true } }) }],
  },
});

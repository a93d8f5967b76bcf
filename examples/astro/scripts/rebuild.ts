/** Receives the webhooks of the CMS, and builds the site anew: `npm run rebuild`. */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { env, exit } from "node:process";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

/** Builds beside the running site, which keeps its pages until the new ones are complete. */
const BESIDE =
  "npm run build -- --outDir dist.new && rm -rf dist.old && mv dist dist.old && mv dist.new dist";
const { WEBHOOK_SECRET, WEBHOOK_PORT = "4322", BUILD_COMMAND = BESIDE } = env;
const LARGEST = 1_000_000; // bytes
const PAUSE = 2000; // milliseconds: an editor often publishes several things at once

if (!WEBHOOK_SECRET) {
  console.error("WEBHOOK_SECRET is missing: the CMS shows it under Settings › Webhooks.");
  exit(1);
}
const webhook = new Webhook(WEBHOOK_SECRET);
let isBuilding = false;
let isWanted = false;
let timer: NodeJS.Timeout | undefined;

function build(): void {
  if (isBuilding) {
    isWanted = true;
    return;
  }
  isBuilding = true;
  spawn(BUILD_COMMAND, { shell: true, stdio: "inherit" }).once("close", (code) => {
    console.log(code === 0 ? "built" : `the build failed (${code}): what was built before stays`);
    isBuilding = false;
    if (isWanted) build();
    isWanted = false;
  });
}

const server = createServer(async (request, response) => {
  const answer = (status: number) => response.writeHead(status).end();
  if (request.method !== "POST") return answer(405);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) return answer(413);
    chunks.push(chunk);
  }
  try {
    const headers = request.headers as Record<string, string>;
    const message = webhook.verify(Buffer.concat(chunks).toString(), headers) as { type: string };
    if (message.type !== "content.test") {
      clearTimeout(timer);
      timer = setTimeout(build, PAUSE);
    }
    return answer(204);
  } catch (error) {
    return answer(error instanceof WebhookVerificationError ? 401 : 400);
  }
});
server.listen(Number(WEBHOOK_PORT), () => console.log(`waiting for webhooks on port ${WEBHOOK_PORT}`));

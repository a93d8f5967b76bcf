/** What the CMS writes into the fragment of the preview address; `path` and `locale` are hints. */
export interface PreviewAddress {
  token: string;
  path: string;
  locale: string;
}

/** Read the fragment that a preview is opened with, such as `location.hash`; null if there is no token in it. */
export function readPreviewAddress(fragment: string): PreviewAddress | null {
  const values = new URLSearchParams(fragment.replace(/^#/, ""));
  const token = values.get("token");
  return token ? { token, path: values.get("path") ?? "/", locale: values.get("locale") ?? "" } : null;
}

export interface PreviewOptions {
  /** The address of the CMS: messages go there, and come from nowhere else. */
  cmsUrl: string;
  /** Ask for the draft and show it. Called at once, then after every change; never twice at a time. */
  render: () => void | Promise<void>;
  /** Called with what `render` throws; the preview goes on. */
  onError?: (error: unknown) => void;
  signal?: AbortSignal | undefined;
}

type Kind = "ready" | "changed" | "focus";

interface Message {
  source: "community-cms";
  version: 1;
  kind: Kind;
  block: string | null;
}

const FOCUSED = "data-block-focused";

/**
 * Show a preview, and keep it in step with the editor that it is framed by.
 *
 * A click on an element with `data-block`, the id of a block, opens that block in the editor, where links lead nowhere;
 * the block that is being edited has the attribute `data-block-focused`. Returns after the first rendering.
 */
export async function startPreview({ cmsUrl, render, onError = report, signal }: PreviewOptions): Promise<void> {
  const editor = window.parent;
  const origin = new URL(cmsUrl).origin;
  const refresh = runOneByOne(render, onError);
  await refresh();
  if (editor === window || signal?.aborted) return;

  const send = (kind: Kind, block: string | null = null) =>
    editor.postMessage({ source: "community-cms", version: 1, kind, block } satisfies Message, origin);
  const listen = (event: MessageEvent<unknown>) => {
    if (event.origin !== origin || event.source !== editor || !isMessage(event.data)) return;
    if (event.data.kind === "changed") void refresh();
    else if (event.data.kind === "focus") markBlock(event.data.block);
  };
  const choose = (event: MouseEvent) => {
    const target = event.target as Element | null;
    const block = target?.closest("[data-block]")?.getAttribute("data-block");
    if (!block) return;
    if (target?.closest("a[href]")) event.preventDefault();
    send("focus", block);
  };
  const on = signal ? { signal } : {};
  window.addEventListener("message", listen, on);
  document.addEventListener("click", choose, { ...on, capture: true });
  send("ready");
}

/** Return a function that never runs twice at a time: what is asked for meanwhile is done once, afterwards. */
function runOneByOne(render: () => void | Promise<void>, onError: (error: unknown) => void): () => Promise<void> {
  let isRunning = false;
  let isWanted = false;
  return async () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      try {
        await render();
      } catch (error) {
        onError(error);
      }
    }
    isRunning = false;
  };
}

function markBlock(id: string | null): void {
  for (const marked of document.querySelectorAll(`[${FOCUSED}]`)) marked.removeAttribute(FOCUSED);
  const block = [...document.querySelectorAll("[data-block]")].find((found) => found.getAttribute("data-block") === id);
  block?.setAttribute(FOCUSED, "");
  block?.scrollIntoView({ block: "nearest" });
}

function isMessage(data: unknown): data is Message {
  const { source, version, block } = (data ?? {}) as Partial<Message>;
  return source === "community-cms" && version === 1 && (block === null || typeof block === "string");
}

function report(error: unknown): void {
  console.error(error);
}

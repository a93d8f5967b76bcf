import { readPreviewAddress, startPreview } from "@community-cms/client";
import { morph } from "./morph.ts";

/** Show the draft that the fragment has the token of, and follow its editor. */
export async function showPreview(cmsUrl: string): Promise<void> {
  const address = readPreviewAddress(location.hash);
  const render = async () => {
    if (!address) return say("This address shows drafts: open it from the editor of a page.");
    const url = `/preview/render/?${new URLSearchParams({ locale: address.locale })}`;
    const response = await fetch(url, { headers: { Authorization: `Preview ${address.token}` } });
    const text = await response.text();
    if (!response.ok) return say(text || "The preview cannot be shown.");
    const { documentElement: next, title, body } = new DOMParser().parseFromString(text, "text/html");
    Object.assign(document.documentElement, { lang: next.lang, dir: next.dir });
    document.title = title;
    for (const script of body.querySelectorAll("script")) script.remove();
    morph(document.body, body);
  };
  await startPreview({ cmsUrl, render, onError: () => say("The preview cannot be shown. Is the CMS running?") });
}

/** Show a message instead of what was shown: who has no valid token sees nothing else. */
function say(message: string): void {
  const line = Object.assign(document.createElement("p"), { textContent: message, role: "status" });
  const main = document.createElement("main");
  main.append(line);
  document.body.replaceChildren(main);
}

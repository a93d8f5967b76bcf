/* The preview panel shows the page on its front end, and the two follow each other: see docs/preview.md. */

const OWN = { source: "community-cms", version: 1 };
const CHOICE = "community-cms:preview-source";
const CHECK_EVERY = 100;
const RENEW_EVERY = 5 * 60 * 1000;
const PATIENCE = 10 * 1000;
// Tokens are valid for a day: after that much of it, the front end gets a new one.
const TOKEN_AGE = 20 * 60 * 60 * 1000;
const SECTION = /^block-(.+)-section$/;
const FIELDS = "input:not([type='hidden']):not([type='file']), textarea, select, [contenteditable='true']";

class FrontEndPreview extends window.StimulusModule.Controller {
  static targets = ["choice", "silence"];

  static values = { origin: String, open: String };

  connect() {
    this.panel = this.element.closest("[data-controller~='w-preview']");
    this.form = document.querySelector("[data-edit-form]");
    this.frame = null;
    this.isReady = false;
    this.isOutdated = false;
    this.isAvailable = true;
    this.isOpening = false;
    this.focused = null;
    this.isTold = false;
    this.restoreChoice();
    this.listening = new AbortController();
    const { signal } = this.listening;
    this.panel.addEventListener("w-preview:update", () => this.remember(), { signal });
    this.panel.addEventListener("w-preview:json", (event) => this.note(event.detail.data), { signal });
    this.panel.addEventListener("w-preview:load", (event) => this.load(event), { signal });
    this.panel.parentElement.addEventListener("show", () => this.reopen(), { signal });
    const checks = document.querySelector("[data-side-panel='checks']");
    checks?.addEventListener("show", () => this.giveWay(), { signal });
    window.addEventListener("message", (event) => this.receive(event), { signal });
    this.form.addEventListener("focusin", (event) => this.follow(event.target), { signal });
    this.timers = [
      setInterval(() => this.check(), CHECK_EVERY),
      setInterval(() => this.frame && this.ask(), RENEW_EVERY),
    ];
  }

  disconnect() {
    this.listening.abort();
    this.timers.forEach(clearInterval);
    clearTimeout(this.waiting);
  }

  get wagtail() {
    return window.wagtail.app.getControllerForElementAndIdentifier(this.panel, "w-preview");
  }

  get isChosen() {
    return this.choiceTargets.some((choice) => choice.checked && choice.value === "front-end");
  }

  get isVisible() {
    return !this.panel.parentElement.hidden;
  }

  // Which site is shown

  restoreChoice() {
    const chosen = localStorage.getItem(CHOICE);
    for (const choice of this.choiceTargets) {
      choice.checked = choice.value === (chosen ?? "front-end");
    }
  }

  choose(event) {
    localStorage.setItem(CHOICE, event.target.value);
    this.leave();
    this.wagtail.setPreviewDataWithAlert();
  }

  /* Show Wagtail's own preview next. */
  leave() {
    clearTimeout(this.waiting);
    this.frame = null;
    this.isReady = false;
    this.silenceTarget.hidden = true;
    this.panel.dataset.wPreviewRenderUrlValue = this.panel.dataset.wPreviewUrlValue;
  }

  /* Show the front end again, if Wagtail has shown its own preview meanwhile. */
  reopen() {
    if (this.isChosen && this.isAvailable && this.wagtail.ready && !this.frame?.isConnected) {
      this.show();
    }
  }

  /* Wagtail's checks look at its own preview. */
  giveWay() {
    if (this.frame) {
      this.leave();
      this.wagtail.setPreviewData()?.catch(() => {});
    }
  }

  // What is in the form

  read() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  /* Wagtail looks for changes twice a second, and waits for a pause: for a front end that is too late. */
  check() {
    const { wagtail } = this;
    if (this.isVisible && this.isChosen && this.isReady && !wagtail.updatePromise && this.read() !== this.stored) {
      wagtail.setPreviewData()?.catch(() => {});
    }
  }

  remember() {
    this.stored = this.read();
  }

  note({ is_available: isAvailable }) {
    this.isAvailable = isAvailable;
  }

  load(event) {
    if (!this.isChosen || !this.isAvailable || !this.isVisible) {
      this.leave();
      return;
    }
    event.preventDefault();
    if (!this.frame?.isConnected) {
      this.show();
    } else if (this.stored !== this.shown) {
      this.change();
    }
    this.shown = this.stored;
  }

  // The front end

  async ask() {
    const body = new FormData();
    body.append("panel", this.panel.dataset.wPreviewUrlValue);
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(this.openValue, { method: "POST", body }).catch(() => null);
    if (!answer?.ok || answer.redirected) {
      return null;
    }
    if (Date.now() - this.openedAt > TOKEN_AGE) {
      this.frame = null; // the next change opens it again
    }
    return answer.json();
  }

  async show() {
    if (this.isOpening) {
      return;
    }
    this.isOpening = true;
    const opened = await this.ask();
    this.isOpening = false;
    if (!opened || !this.isChosen || !this.element.isConnected) {
      return;
    }
    this.isReady = false;
    this.isOutdated = false;
    this.openedAt = Date.now();
    this.panel.dataset.wPreviewRenderUrlValue = opened.url;
    const { iframeTarget: old, proxyClass } = this.wagtail;
    this.frame = old.cloneNode();
    this.frame.removeAttribute("id");
    this.frame.classList.add(proxyClass);
    this.frame.src = opened.url;
    old.after(this.frame); // once it is there, Wagtail puts it in the place of the old one
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.silenceTarget.hidden = this.isReady;
    }, PATIENCE);
  }

  change() {
    if (this.isReady) {
      this.send("changed");
    } else {
      this.isOutdated = true;
    }
  }

  send(kind, block = null) {
    this.frame?.contentWindow?.postMessage({ ...OWN, kind, block }, this.originValue);
  }

  receive({ data, origin, source }) {
    const isItsOwn = this.frame && source === this.frame.contentWindow && origin === this.originValue;
    if (!isItsOwn || data?.source !== OWN.source || data.version !== OWN.version) {
      return;
    }
    if (data.kind === "ready") {
      this.isReady = true;
      this.silenceTarget.hidden = true;
      if (this.isOutdated) {
        this.isOutdated = false;
        this.send("changed");
      }
    } else if (data.kind === "focus" && typeof data.block === "string") {
      this.isTold = true;
      openBlock(data.block, this.panel);
      this.isTold = false;
    }
  }

  /* Tell the front end in which block somebody is, unless it has sent them there. */
  follow(field) {
    const panels = ancestors(field, "[data-panel]");
    const block = panels.map((panel) => SECTION.exec(panel.id)?.[1]).find(Boolean) ?? null;
    if (block !== this.focused && this.isReady && !this.isTold) {
      this.send("focus", block);
    }
    this.focused = block;
  }
}

function ancestors(element, selector) {
  const found = [];
  for (let next = element.closest(selector); next; next = next.parentElement.closest(selector)) {
    found.push(next);
  }
  return found;
}

/* Open a block in the editor, with everything around it, and put the cursor into its first field. */
function openBlock(id, preview) {
  const section = document.getElementById(`block-${id}-section`);
  if (!section) {
    return;
  }
  const tab = section.closest("[role='tabpanel'][hidden]");
  if (tab) {
    document.getElementById(tab.getAttribute("aria-labelledby"))?.click();
  }
  for (const panel of ancestors(section, "[data-panel]")) {
    const toggle = panel.querySelector("[data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") {
      toggle.click();
    }
  }
  // On a small screen the preview lies above the editor.
  const isCovered = preview.getBoundingClientRect().width > 0.8 * window.innerWidth;
  if (isCovered) {
    document.querySelector("[data-side-panel-toggle='preview']")?.click();
  }
  window.focus();
  section.scrollIntoView({ block: "center" });
  const fields = [...section.querySelectorAll(FIELDS), ...section.querySelectorAll("[data-chooser] button")];
  fields.find((field) => field.checkVisibility())?.focus();
}

window.wagtail.app.register("front-end-preview", FrontEndPreview);

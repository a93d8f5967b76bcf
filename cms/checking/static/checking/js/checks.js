/* The checks of a page, in the checks panel of its editor: they are run again whenever the draft has been saved. */
(() => {
  const FIELDS = "input:not([type='hidden']):not([type='file']), textarea, select, [contenteditable='true']";

  function ancestors(element, selector) {
    const found = [];
    for (let next = element?.closest(selector); next; next = next.parentElement.closest(selector)) {
      found.push(next);
    }
    return found;
  }

  /* The part of the form that an anchor names: a block, or the panel of a field. */
  function findPart(anchor) {
    const field = anchor.match(/^check-(.+)$/)?.[1];
    if (!field) {
      return document.getElementById(anchor);
    }
    const form = document.querySelector("[data-edit-form]");
    const input = document.getElementById(`id_${field}`) ?? form?.elements.namedItem(field);
    return input?.closest?.("[data-contentpath], [data-field], section") ?? input;
  }

  /* Show a part of the form, with everything around it, and put the cursor into its first field. */
  function open(anchor) {
    const part = findPart(anchor);
    if (!part) {
      return false;
    }
    const tab = part.closest("[role='tabpanel'][hidden]");
    if (tab) {
      document.getElementById(tab.getAttribute("aria-labelledby"))?.click();
    }
    for (const panel of ancestors(part, "[data-panel]")) {
      const toggle = panel.querySelector("[data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") {
        toggle.click();
      }
    }
    part.scrollIntoView({ block: "center" });
    const fields = [...part.querySelectorAll(FIELDS), ...part.querySelectorAll("[data-chooser] button")];
    const first = part.matches(FIELDS) ? part : fields.find((field) => field.checkVisibility());
    first?.focus({ preventScroll: true });
    return true;
  }

  class PageChecks extends window.StimulusModule.Controller {
    static targets = ["count", "status", "list"];

    static values = { start: String, failed: String };

    connect() {
      this.form = document.querySelector("[data-edit-form]");
      this.toggle = document.querySelector("[data-side-panel-toggle='checks'] [data-side-panel-toggle-counter]");
      this.own = 0;
      // Wagtail writes the number of its own findings there.
      this.wagtails = this.element.parentElement.querySelector("[data-content-checker-count]");
      if (this.wagtails) {
        this.observer = new MutationObserver(() => this.count());
        this.observer.observe(this.wagtails, { childList: true, characterData: true, subtree: true });
      }
      this.check();
    }

    disconnect() {
      this.observer?.disconnect();
    }

    /* The address of the findings; a new page has none before it is saved. */
    get address() {
      const id = new URL(this.form.action, window.location.href).pathname.match(/\/pages\/(\d+)\/edit\/$/)?.[1];
      return id && `${this.startValue}${id}/`;
    }

    async check() {
      if (!this.address) {
        return;
      }
      const answer = await fetch(this.address, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok || answer.redirected) {
        this.statusTarget.textContent = this.failedValue;
        return;
      }
      const { count, html } = await answer.json();
      const focused = document.activeElement?.closest(".checks__list") ? this.element : null;
      this.own = count;
      this.statusTarget.textContent = "";
      this.listTarget.innerHTML = html;
      this.count();
      focused?.querySelector("button")?.focus();
    }

    count() {
      this.countTarget.textContent = this.own;
      this.countTarget.hidden = !this.own;
      if (this.toggle) {
        const sum = this.own + (Number(this.wagtails?.textContent) || 0);
        this.toggle.textContent = sum;
        this.toggle.hidden = !sum;
      }
    }

    open({ params: { anchor } }) {
      // On a small screen the panel lies above the form.
      if (this.element.getBoundingClientRect().width > 0.7 * window.innerWidth) {
        document.querySelector("[data-side-panel-toggle='checks']")?.click();
      }
      open(anchor);
    }

    /* Write into the form what mends a finding, as if it were typed: saving is left to whoever types. */
    fill({ params: { anchor, name, text } }) {
      const part = anchor.startsWith("check-") ? this.form : findPart(anchor);
      const inputs = [...(part?.querySelectorAll("input, textarea, select") ?? [])];
      const input = inputs.find((one) => one.name === name || one.name.endsWith(`-${name}`));
      if (!input) {
        return;
      }
      input.value = text;
      for (const type of ["input", "change"]) {
        input.dispatchEvent(new Event(type, { bubbles: true }));
      }
      open(anchor);
      input.focus({ preventScroll: true });
    }

    async mend({ params: { finding } }) {
      const body = new FormData();
      body.append("finding", finding);
      body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(`${this.address}mend/`, { method: "POST", body }).catch(() => null);
      const message = answer?.ok && !answer.redirected ? (await answer.json()).message : this.failedValue;
      await this.check();
      this.statusTarget.textContent = message;
    }
  }

  window.wagtail.app.register("page-checks", PageChecks);

  /* The report and messages lead to a block or field of the form, which is there once its script has run. */
  function follow() {
    const anchor = window.location.hash.slice(1);
    if (/^(block-.+-section|check-\w+)$/.test(anchor)) {
      setTimeout(() => open(anchor), 300);
    }
  }
  window.addEventListener("load", follow);
  window.addEventListener("hashchange", follow);
})();

// Above a form that was refused: every error, with a link to its field, wherever that is hidden.

(() => {
  const { heading } = document.currentScript.dataset;
  const ERRORS = ".error-message, .help-critical";

  const reveal = (element) => {
    const tab = element.closest("[role=tabpanel]");
    if (tab?.hidden) document.querySelector(`[role=tab][href="#${tab.id}"]`)?.click();
    const dialog = element.closest(".w-dialog");
    if (dialog?.getAttribute("aria-hidden") === "true") {
      document.querySelector(`[data-a11y-dialog-show="${dialog.id}"]`)?.click();
    }
    for (let part = element.parentElement; part; part = part.parentElement) {
      if (part.id && part.hidden) document.querySelector(`[aria-controls="${part.id}"]`)?.click();
    }
  };

  // What is wrong with a whole list has no input of its own.
  const findInput = (error) =>
    (error.matches(".help-critical") ? null : (error.closest("[data-field]") ?? error.parentElement))?.querySelector(
      "[data-field-input] :is(input, select, textarea, button, [contenteditable=true]):not([type=hidden])",
    ) ?? error;

  // The label of a field in a group or in a block stands outside of what belongs to the field.
  const nameField = (error) => {
    const own = error.closest(".w-field__wrapper")?.querySelector(".w-field__label");
    const input = findInput(error);
    const label = (own ?? document.getElementById(`${input.id}-label`) ?? input.labels?.[0])?.textContent.trim();
    const panel = error.closest(".w-panel")?.querySelector("[data-panel-heading-text]")?.textContent.trim();
    return (label || panel || "").replace(/\*$/, "").trim();
  };

  // Tabs and dialogs take a moment to open. A smooth scroll would be interrupted by whatever else moves meanwhile.
  const focus = (target, attempts = 20) => {
    target.focus({ preventScroll: true });
    if (document.activeElement === target) target.scrollIntoView({ block: "center", behavior: "instant" });
    else if (attempts) window.setTimeout(() => focus(target, attempts - 1), 50);
  };

  const goTo = (error) => {
    reveal(error);
    const target = findInput(error);
    if (target === error) target.tabIndex = -1;
    focus(target);
  };

  const describe = (error) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const name = nameField(error);
    link.href = "#";
    link.textContent = [name, error.textContent.trim().replace(/\s+/g, " ")].filter(Boolean).join(": ");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(error);
    });
    item.append(link);
    return item;
  };

  const summarise = () => {
    const form = document.querySelector("[data-edit-form]");
    const errors = [...document.querySelectorAll(ERRORS)].filter((error) => error.textContent.trim());
    if (!form || !errors.length) return;
    const summary = document.createElement("section");
    summary.className = "error-summary";
    summary.tabIndex = -1;
    const title = document.createElement("h2");
    title.textContent = heading;
    const list = document.createElement("ul");
    list.append(...errors.map(describe));
    summary.append(title, list);
    form.prepend(summary);
    summary.focus();
  };

  // Blocks and dialogs show their errors when their own scripts have run.
  window.addEventListener("load", () => window.setTimeout(summarise));
})();

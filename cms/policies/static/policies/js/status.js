/* Whoever changes the status of a policy need not remove the dates that only the old status has. */
(() => {
  const statuses = JSON.parse(document.currentScript.dataset.dates);
  const removed = {};

  document.addEventListener("change", ({ target }) => {
    if (target.name !== "policy_status") {
      return;
    }
    for (const [name, having] of Object.entries(statuses)) {
      const input = target.form.elements.namedItem(name);
      if (!input) {
        continue;
      }
      const old = input.value;
      if (having.includes(target.value)) {
        input.value ||= removed[name] ?? "";
      } else if (old) {
        removed[name] = old;
        input.value = "";
      }
      if (input.value !== old) {
        for (const type of ["input", "change"]) {
          input.dispatchEvent(new Event(type, { bubbles: true }));
        }
      }
    }
  });
})();

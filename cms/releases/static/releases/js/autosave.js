/* Autosave saves what people write, and nothing else. */

/* A button such as "Approve and publish" writes hidden fields into the form before it is sent. Autosave would take them
   for an edit, and send them a second time. Nor does it save what is on its way already. */
let isSaving = false;
let isSent = false;
document.addEventListener("w-autosave:save", (event) => {
  if (isSent || event.detail.formData.has("action-workflow-action")) {
    event.preventDefault();
  } else {
    isSaving = true;
  }
});
for (const name of ["w-autosave:success", "w-autosave:error"]) {
  document.addEventListener(name, () => {
    isSaving = false;
  });
}

/* A form that is sent while autosave is at work does not know yet what has been saved: new rows, such as topics, would
   be saved twice. Let it wait. Its button is disabled by then, so a hidden field stands for it. */
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!isSaving || !form.matches("[data-edit-form]")) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    const send = () => {
      isSaving = false;
      if (button?.name) {
        const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name });
        field.value = button.value;
        form.append(field);
      }
      form.requestSubmit();
    };
    const finished = new AbortController();
    for (const name of ["w-autosave:success", "w-autosave:error"]) {
      document.addEventListener(
        name,
        () => {
          finished.abort();
          send();
        },
        { signal: finished.signal },
      );
    }
  },
  { capture: true },
);
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-edit-form]") && !event.defaultPrevented) {
    isSent = true;
  }
});

/* A form that came back with errors counts as changed from the start, and Wagtail then no longer looks for changes: so
   nothing is saved once the error is mended. Let it look again, and keep its warning for whoever leaves. */
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-edit-form][data-w-unsaved-force-value='true']");
  if (!form) {
    return;
  }
  form.addEventListener(
    "w-unsaved:watch-edits",
    () => {
      form.dataset.wUnsavedForceValue = "true";
    },
    { once: true },
  );
  setTimeout(() => {
    form.dataset.wUnsavedForceValue = "false";
    form.dataset.wUnsavedCheckIntervalValue = "501";
  }, 1000);
});

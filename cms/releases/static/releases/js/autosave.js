/* Autosave saves what people write, and nothing else. */

/* A button such as "Approve and publish" writes hidden fields into the form before it is sent. Autosave would take them
   for an edit, and send them a second time. */
document.addEventListener("w-autosave:save", (event) => {
  if (event.detail.formData.has("action-workflow-action")) {
    event.preventDefault();
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

/* The form of a link: one choice of where it goes, then the one field for it. */
(() => {
  const TARGETS = ["page", "url", "email", "telephone", "document"];

  class LinkKind extends window.StimulusModule.Controller {
    connect() {
      this.show();
    }

    /* Hidden fields keep what was typed until the form is saved. */
    show() {
      const kind = this.find("goes_to").querySelector("select").value;
      for (const target of TARGETS) {
        const field = this.find(target);
        const filled = field.querySelector("input")?.value;
        field.hidden = kind ? kind !== target : !filled;
      }
    }

    /* The first: the links below an item of a menu come after its own fields. */
    find(name) {
      return this.element.querySelector(`[data-contentpath="${name}"]`);
    }
  }

  window.wagtail.app.register("link-kind", LinkKind);
})();

/* Starts the widgets that Wagtail starts by scripts inside the page, which the policy of the admin forbids: an element
   says what to call with what. It may come later, in a dialog or a new row. */
{
  /* No more than this: whatever gets into a page must not call what else the window has. */
  const NAMES = /^(init(Date|DateTime|Time)Chooser|create(Task|Query)Chooser|\w*Chooser|InlinePanel|MultipleChooserPanel)$/;

  /* jQuery fetches the files of scripts in what it inserts, and runs their text as scripts inside the page. These are
     loaded as files, each once. */
  const files = new Map();
  addEventListener('DOMContentLoaded', () => {
    [...document.scripts].forEach(({ src }) => src && files.set(src, Promise.resolve()));
  });

  const load = (src) =>
    new Promise((resolve) => {
      const script = document.createElement('script');
      Object.assign(script, { src, async: false, onload: resolve, onerror: resolve });
      document.head.append(script);
    });

  window.jQuery._evalUrl = (url) => {
    const { href } = new URL(url, document.baseURI);
    if (!files.has(href)) files.set(href, load(href));
  };

  const start = (name, values) => {
    if (/^[A-Z]/.test(name)) new window[name](...values);
    else window[name](...values);
  };

  window.wagtail.app.register(
    'cms-start',
    class extends window.StimulusModule.Controller {
      static values = { name: String, arguments: Array };

      connect() {
        const { nameValue: name, argumentsValue: values } = this;
        this.element.remove(); // once only: rows that are moved are connected again
        if (!NAMES.test(name)) return;
        if (typeof window[name] === 'function') start(name, values);
        else Promise.all(files.values()).then(() => start(name, values));
      }
    },
  );
}

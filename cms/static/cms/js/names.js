/* What Wagtail's own forms do not tell people who cannot see them: names of texts, dialogues and searches, how
   much a panel has, and the heading of a list. docs/accessibility.md says which of its issues these are. */
{
  const read = (element) => element?.textContent.replace('*', '').trim() ?? '';

  /* The label of its field, or of its block or panel. */
  const nameText = (text) =>
    read(text.closest('[data-contentpath]')?.querySelector(':scope > label')) ||
    read(text.closest('.w-panel')?.querySelector('[data-panel-heading-text]'));

  const nameDialogue = (dialogue) => read(dialogue.querySelector('.w-header__title, h1, h2'));

  const nameSearch = (form) => {
    const field = form.querySelector('input:not([type=hidden])');
    return field?.placeholder || read(form.querySelector('label')) || field?.getAttribute('aria-label') || '';
  };

  const NAMELESS = ':not([aria-label]):not([aria-labelledby])';
  const KINDS = [
    [`[role="textbox"][contenteditable="true"]${NAMELESS}`, nameText],
    [`.modal[role="dialog"]${NAMELESS}`, nameDialogue],
    [`form[role="search"]${NAMELESS}, search${NAMELESS}`, nameSearch],
  ];

  const nameAll = () => {
    KINDS.forEach(([selector, find]) => {
      document.querySelectorAll(selector).forEach((element) => {
        const name = find(element);
        if (name) element.setAttribute('aria-label', name);
      });
    });
  };

  /* The number of findings or comments that the button of a panel shows. */
  const tellCounts = () => {
    document.querySelectorAll('[data-side-panel-toggle]').forEach((toggle) => {
      const counter = toggle.querySelector('[data-side-panel-toggle-counter]');
      const count = counter?.hidden ? '' : read(counter);
      toggle.dataset.name ??= toggle.getAttribute('aria-label') ?? '';
      toggle.setAttribute('aria-label', count ? `${toggle.dataset.name}: ${count}` : toggle.dataset.name);
    });
  };

  const addHeading = () => {
    const main = document.querySelector('main');
    if (!main || document.querySelector('h1')) return;
    const heading = document.createElement('h1');
    heading.className = 'w-sr-only';
    heading.textContent = document.title.split(' - ').at(-1);
    main.prepend(heading);
  };

  document.addEventListener('DOMContentLoaded', () => {
    addHeading();
    nameAll();
    tellCounts();
    new MutationObserver((changes) => {
      if (!changes.some(({ addedNodes }) => addedNodes.length)) return;
      nameAll();
      tellCounts();
    }).observe(document.body, { childList: true, subtree: true });
  });
}

/* A link to the guide beside each field, block and screen that it explains. Blocks come and go. */
{
  const { fields, screens } = JSON.parse(document.currentScript.dataset.links);

  const makeLink = ([address, words]) => {
    const link = document.createElement('a');
    link.className = 'guide-link';
    link.href = address;
    link.target = 'guide';
    link.textContent = '?';
    link.title = words;
    link.setAttribute('aria-label', words);
    return link;
  };

  /* A panel of its own has a heading, a field among others a label. */
  const explainField = ([name, found]) => {
    const place =
      document.querySelector(`section[id^="panel-"][id$="-${name}-section"] > .w-panel__header > .w-panel__heading`) ||
      document.getElementById(`id_${name}-label`);
    place?.after(makeLink(found));
  };

  const explainBlock = (block) => {
    const type = block.querySelector(':scope > input[name$="-type"]');
    const heading = block.querySelector('.w-panel__heading');
    if (!type || !fields[type.value] || !heading || block.dataset.guide) return;
    block.dataset.guide = 'yes';
    heading.after(makeLink(fields[type.value]));
  };

  const explainBlocks = (root) => {
    if (root.matches?.('[data-streamfield-child]')) explainBlock(root);
    root.querySelectorAll?.('[data-streamfield-child]').forEach(explainBlock);
  };

  document.addEventListener('DOMContentLoaded', () => {
    const own = screens[window.location.pathname];
    const titles = ['.w-header__title', '[data-w-breadcrumbs]', 'h1'];
    const title = titles.map((selector) => document.querySelector(selector)).find(Boolean);
    if (own) title?.after(makeLink(own));
    Object.entries(fields).forEach(explainField);
    explainBlocks(document);
    new MutationObserver((changes) => {
      changes.forEach(({ addedNodes }) => addedNodes.forEach(explainBlocks));
    }).observe(document.body, { childList: true, subtree: true });
  });
}

/* “Select all” above the languages into which something is submitted for translation. */
document.querySelector('[name="select_all"]')?.addEventListener('change', ({ target }) => {
  document.querySelectorAll('[name="locales"]').forEach((box) => {
    box.checked = target.checked;
  });
});

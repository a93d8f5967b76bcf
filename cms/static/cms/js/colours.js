/* Beside the text of a colour: a palette, and what the server says about its contrast while it is chosen. */
{
  const WAIT = 250;

  const extend = (text) => {
    const palette = Object.assign(document.createElement('input'), { type: 'color', className: 'colour-palette' });
    const answer = Object.assign(document.createElement('div'), { className: 'colour-answer' });
    let waiting = 0;
    let asked = 0;

    const show = ({ colour, problem, nearest }) => {
      if (/^#[0-9a-f]{6}$/.test(colour)) palette.value = colour;
      answer.replaceChildren(problem);
      text.toggleAttribute('data-colour-fails', Boolean(problem));
      if (!nearest) return;
      const label = text.dataset.colourUse.replace('%(colour)s', nearest);
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
      button.className = 'button button-small button-secondary';
      button.style.setProperty('--nearest', nearest);
      button.addEventListener('click', () => {
        choose(nearest);
        text.focus();
      });
      answer.append(' ', button);
    };

    const ask = async () => {
      const number = ++asked;
      const address = new URL(text.dataset.colourCheck, location.href);
      address.search = new URLSearchParams({ role: text.dataset.colourRole, colour: text.value });
      const response = await fetch(address, { headers: { 'X-Requested-With': 'XMLHttpRequest' } }).catch(() => null);
      if (response?.ok && number === asked) show(await response.json());
    };

    /* Wagtail's preview and its check of unsaved edits listen to both events. */
    const choose = (colour) => {
      text.value = colour;
      text.dispatchEvent(new Event('input', { bubbles: true }));
      text.dispatchEvent(new Event('change', { bubbles: true }));
    };

    palette.setAttribute('aria-label', text.dataset.colourPalette);
    answer.setAttribute('aria-live', 'polite');
    palette.addEventListener('change', () => choose(palette.value));
    text.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    });
    text.before(palette);
    text.after(answer);
    ask();
  };

  const start = () => document.querySelectorAll('[data-colour-role]').forEach(extend);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
}

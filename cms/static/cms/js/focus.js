/* Where the keyboard goes on: after a block was moved or deleted, which takes what it was in out of the page, while a
   chooser is open, which it must not leave, and after that. */
{
  const CONTROLS = '[data-streamfield-child] button, [data-inline-panel-child] button';

  const isLost = () => document.activeElement === document.body || !document.activeElement;

  const canTake = (element) => element?.isConnected && !element.disabled && element.offsetParent !== null;

  const findModal = () =>
    [...document.querySelectorAll('.modal[role="dialog"]')].find((modal) => modal.getClientRects().length);

  /* The same button; at the end of the list the next one beside it; after a deletion that which adds another. */
  const goOn = (button, container) => {
    const beside = [...(button.parentElement?.querySelectorAll('button') ?? [])];
    const others = [...(container?.querySelectorAll('button') ?? [])];
    [button, ...beside, ...others].find(canTake)?.focus();
  };

  /* A button that opens a chooser is disabled until that is there. */
  const mayGoOn = (button) => isLost() && !button.disabled && !findModal();

  /* Before the button's own handler, which keeps the event to itself: a move is over at once, a deletion later. */
  document.addEventListener(
    'click',
    ({ target }) => {
      const button = target.closest?.(CONTROLS);
      if (!button) return;
      const container = button.closest('[data-streamfield-child], [data-inline-panel-child]').parentElement;
      if (button.matches("[data-streamfield-action^='MOVE_']")) {
        setTimeout(goOn, 0, button, container); // not later: by then the editor may have gone on to something else
      } else {
        [0, 500].forEach((milliseconds) => setTimeout(() => mayGoOn(button) && goOn(button, container), milliseconds));
      }
    },
    { capture: true },
  );

  const INSIDE = 'a[href], button, input:not([type=hidden]), select, textarea, [tabindex="0"]';
  let opener = null;

  document.addEventListener('keydown', (event) => {
    const modal = event.key === 'Tab' && findModal();
    if (!modal) return;
    const places = [...modal.querySelectorAll(INSIDE)].filter(canTake);
    const [first, last] = [places.at(0), places.at(-1)];
    const isOutside = !modal.contains(document.activeElement);
    if (isOutside || document.activeElement === (event.shiftKey ? first : last)) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  });

  document.addEventListener('focusin', ({ target }) => {
    if (!findModal()) opener = target;
  });

  document.addEventListener('DOMContentLoaded', () => {
    /* To the button that opened it; where that is hidden now, to the one that changes the choice. */
    const goBack = () => {
      if (!opener || !isLost() || findModal()) return;
      const others = opener.closest?.('[id$="-chooser"]')?.querySelectorAll('button') ?? [];
      [opener, ...others].find(canTake)?.focus();
    };
    new MutationObserver((changes) => {
      const hasClosed = changes.some(({ removedNodes }) => [...removedNodes].some((one) => one.matches?.('.modal')));
      if (hasClosed) [0, 500].forEach((milliseconds) => setTimeout(goBack, milliseconds)); // the choice is shown between
    }).observe(document.body, { childList: true });
  });
}

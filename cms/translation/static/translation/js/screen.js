// Saves each text when it is left or rests for a moment, and says what the server says about it.

const screen = document.querySelector('[data-translate]');
const form = screen.querySelector('[data-actions]');
const token = form.querySelector('[name=csrfmiddlewaretoken]').value;
const frame = screen.querySelector('[data-preview]');
const rows = [...screen.querySelectorAll('[data-row]')].map((element) => new Row(element));

function Row(element) {
  const input = element.querySelector('[data-input]');
  const said = element.querySelector('[data-said]');
  const isRich = input.isContentEditable;
  let kept = read();
  let answered;
  let timer;
  let running = Promise.resolve();

  function read() {
    return isRich ? input.innerHTML : input.value;
  }

  function write(value) {
    if (isRich) input.innerHTML = value;
    else input.value = value;
    grow();
  }

  function grow() {
    if (!isRich) {
      input.style.blockSize = 'auto';
      input.style.blockSize = `${input.scrollHeight + 2}px`;
    }
    const limit = Number(input.dataset.limit);
    element.querySelector('[data-count]').textContent = limit ? `${read().length}/${limit}` : '';
  }

  function say(text, isProblem = false) {
    said.textContent = text;
    said.classList.toggle('translate__error', isProblem);
  }

  function isDirty() {
    return read() !== kept;
  }

  // One request at a time for each text, so that an older one never arrives last.
  function save(force = false) {
    clearTimeout(timer);
    running = running.then(() => (force || isDirty() ? send(read()) : true));
    return running;
  }

  async function send(value) {
    say(screen.dataset.saving);
    const body = new URLSearchParams({ value, version: element.dataset.version });
    try {
      const response = await fetch(element.dataset.url, { method: 'POST', body, headers: { 'X-CSRFToken': token } });
      const answer = await response.json();
      if (response.ok) return show(answer, value);
      return refuse(answer, value);
    } catch {
      say(screen.dataset.unsaved, true);
      timer = setTimeout(save, 5000);
      return false;
    }
  }

  function show(answer, sent) {
    element.dataset.version = answer.version;
    element.dataset.state = answer.state;
    input.ariaInvalid = answer.errors.length ? 'true' : 'false';
    kept = sent;
    answered = answer.value;
    if (!element.contains(document.activeElement)) tidy();
    element.querySelector('[data-confirm]').hidden = answer.state !== 'machine';
    const list = element.querySelector('[data-messages]');
    list.replaceChildren(
      ...answer.errors.map((text) => makeItem(text, 'translate__error')),
      ...answer.warnings.map((text) => makeItem(text)),
    );
    say(screen.dataset.saved);
    if (answer.total !== undefined) showProgress(answer);
    return true;
  }

  // Shows what the server has made of a text, once nobody is at it: the cursor would be lost.
  function tidy() {
    if (answered === undefined || isDirty()) return;
    write(answered);
    kept = read();
    answered = undefined;
  }

  // What somebody else has written is offered, and what was written here stays.
  function refuse(answer, value) {
    if (!answer.conflict) {
      say(answer.error ?? screen.dataset.unsaved, true);
      return false;
    }
    element.dataset.version = answer.version;
    kept = undefined;
    say(answer.conflict, true);
    addOffer(answer.value);
    write(value);
    return false;
  }

  function addOffer(value) {
    const offer = document.createElement('div');
    offer.className = 'translate__offer';
    const text = document.createElement('p');
    text.dataset.offer = '';
    text.lang = input.lang;
    text.dir = input.dir;
    if (isRich) text.innerHTML = value;
    else text.textContent = value;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button-small button-secondary';
    button.dataset.use = '';
    button.textContent = screen.dataset.use;
    offer.append(text, button);
    element.querySelector('.translate__target').append(offer);
  }

  function format(name, id) {
    input.focus();
    const selection = window.getSelection();
    if (!selection.rangeCount || !input.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const wrapper = document.createElement(name);
    if (id) wrapper.id = id;
    if (range.collapsed) wrapper.textContent = element.querySelector(`[data-source] #${id}`)?.textContent ?? '…';
    else wrapper.append(range.extractContents());
    range.insertNode(wrapper);
    selection.selectAllChildren(wrapper);
    wait();
  }

  function wait() {
    grow();
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  }

  function handleClick(event) {
    const { target } = event;
    if (target.closest('a') && element.contains(target) && !target.href) event.preventDefault();
    const button = target.closest('button');
    if (!button) return;
    if (button.dataset.format) format(button.dataset.format);
    else if (button.dataset.link) format('a', button.dataset.link);
    else if ('copy' in button.dataset) use(element.querySelector('[data-source]'));
    else if ('use' in button.dataset) use(button.parentElement.querySelector('[data-offer]'));
    else if ('confirm' in button.dataset) save(true);
  }

  function use(found) {
    write(isRich ? found.innerHTML : found.innerText);
    input.focus();
    wait();
  }

  input.addEventListener('input', wait);
  input.addEventListener('blur', () => save());
  input.addEventListener('keydown', async (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (await save(element.dataset.state === 'machine')) goToNext(rows.find((row) => row.element === element));
  });
  input.addEventListener('paste', (event) => {
    if (!isRich) return;
    event.preventDefault();
    document.execCommand('insertText', false, event.clipboardData.getData('text/plain'));
  });
  element.addEventListener('click', handleClick);
  element.addEventListener('focusout', (event) => {
    if (!element.contains(event.relatedTarget)) tidy();
  });
  grow();

  Object.assign(this, { element, input, isDirty, save });
}

function makeItem(text, className = '') {
  const item = document.createElement('li');
  item.className = className;
  item.textContent = text;
  return item;
}

let previewTimer;
function showProgress({ total, translated }) {
  const progress = screen.querySelector('[data-progress]');
  progress.max = total;
  progress.value = translated;
  const counter = screen.querySelector('[data-counter]');
  counter.textContent = counter.dataset.template.replace('%d', translated).replace('%a', total);
  const gaps = form.querySelector('[data-gaps]');
  if (gaps) gaps.hidden = translated === total;
  clearTimeout(previewTimer);
  previewTimer = setTimeout(reloadPreview, 1000);
}

function reloadPreview() {
  const page = frame?.contentWindow;
  if (!page || !frame.offsetParent) return;
  const { scrollY } = page;
  frame.addEventListener('load', () => frame.contentWindow.scrollTo(0, scrollY), { once: true });
  page.location.reload();
}

// The next text without a usable translation after this one, or from the top.
function goToNext(current) {
  const start = rows.indexOf(current) + 1;
  const ordered = [...rows.slice(start), ...rows.slice(0, start)];
  const next = ordered.find((row) => ['missing', 'machine', 'error'].includes(row.element.dataset.state) && row !== current);
  next?.input.focus();
  next?.element.scrollIntoView({ block: 'center' });
}

screen.querySelector('[data-next]').addEventListener('click', () => {
  goToNext(rows.find((row) => row.element.contains(document.activeElement)));
});

// What is not saved yet is saved first; if that fails, nothing is done.
let isLeaving = false;
form.addEventListener('submit', async (event) => {
  if (isLeaving) return;
  event.preventDefault();
  const { submitter } = event;
  const results = await Promise.all(rows.map((row) => row.save()));
  if (results.includes(false)) return;
  isLeaving = true;
  setTimeout(() => form.requestSubmit(submitter)); // not within the event, where a form ignores it
});

window.addEventListener('beforeunload', (event) => {
  if (!isLeaving && rows.some((row) => row.isDirty())) event.preventDefault();
});

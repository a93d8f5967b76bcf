/* Suggests titles below a search field while somebody types: a combobox with a list, as ARIA's patterns describe it.
   Without this script, the form works as it is. */

const PAUSE = 150; // milliseconds without a key before we ask
const FEWEST = 2; // letters

for (const input of document.querySelectorAll("input[data-suggest]")) {
  addSuggestions(input);
}

function addSuggestions(input) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let options = [];
  let active = -1;
  let timer = 0;
  let asked = new AbortController();

  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestions);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.closest("form").append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function close() {
    clearTimeout(timer);
    asked.abort();
    list.hidden = true;
    activate(-1);
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
  }

  function activate(number) {
    active = number;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    if (options[number]) {
      input.setAttribute("aria-activedescendant", options[number].id);
      options[number].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function show(items) {
    options = items.map((item, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.className = "suggestions__option";
      option.setAttribute("role", "option");
      option.textContent = item.title;
      option.dataset.address = item.path || item.url;
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = `${input.dataset.suggestions}: ${options.length}`;
    activate(-1);
  }

  async function ask() {
    const typed = input.value.trim();
    asked.abort();
    if (typed.length < FEWEST) {
      close();
      return;
    }
    asked = new AbortController();
    const address = new URL(input.dataset.suggest, location.href);
    address.searchParams.set("q", typed);
    try {
      const response = await fetch(address, { signal: asked.signal });
      show(response.ok ? (await response.json()).items.filter((item) => item.path || item.url) : []);
    } catch {
      // Typed on, or offline: the form still works.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    const last = options.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && !list.hidden) {
      event.preventDefault();
      activate(active === last ? -1 : active + 1);
    } else if (event.key === "ArrowUp" && !list.hidden) {
      event.preventDefault();
      activate(active === -1 ? last : active - 1);
    } else if (event.key === "Enter" && options[active] && !list.hidden) {
      event.preventDefault();
      location.assign(options[active].dataset.address);
    }
  });

  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      location.assign(option.dataset.address);
    }
  });
}

interface Suggestion {
  title: string;
  path: string;
  lang: string;
}

const PAUSE = 120; // milliseconds between the last key and the request

/** Suggest pages below a search field while somebody types: a combobox as WAI-ARIA describes it. */
export function suggestPages(form: HTMLFormElement): void {
  const input = form.querySelector("input")!;
  const list = form.querySelector<HTMLElement>("[role=listbox]")!;
  let timer: ReturnType<typeof setTimeout>;
  let request = new AbortController();
  let active = -1;

  const options = () => [...list.children] as HTMLElement[];
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const choose = (index: number) => {
    active = index;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options()[index]!.id);
  };
  const open = (index: number) => location.assign(options()[index]!.dataset["path"]!);
  const show = (suggestions: Suggestion[]) => {
    list.replaceChildren(
      ...suggestions.map(({ title, path, lang }, i) => {
        const option = Object.assign(document.createElement("li"), { id: `suggestion-${i}`, textContent: title, lang });
        option.setAttribute("role", "option");
        option.dataset["path"] = path;
        // Before the field loses the focus, which closes the list.
        option.addEventListener("pointerdown", () => open(i));
        return option;
      }),
    );
    choose(-1);
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async () => {
    request.abort();
    request = new AbortController();
    const query = input.value.trim();
    if (!query) return close();
    const url = `${form.dataset["suggest"]}?${new URLSearchParams({ q: query })}`;
    const response = await fetch(url, { signal: request.signal }).catch(() => null);
    if (response?.ok) show((await response.json()) as Suggestion[]);
  };

  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
  close();
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : options().length;
    if (event.key === "Escape" && count) close();
    else if (event.key === "ArrowDown" && count) choose((active + 1) % count);
    else if (event.key === "ArrowUp" && count) choose(active > 0 ? active - 1 : count - 1);
    else if (event.key === "Enter" && active >= 0) open(active);
    else return;
    event.preventDefault();
  });
}

// Dates in the admin: typed as the site writes them, kept as typed when they are none, with the weekday beside them.

// `cms/formats` lists what the server reads: the same.
(() => {
  const picker = window.jQuery?.fn.datetimepicker;
  if (!picker) return;

  const { dataset: words } = document.currentScript;
  const OPENING_MILLISECONDS = 200; // a calendar opens a moment after its field is entered
  const language = document.documentElement.lang || "en";
  const TIME = String.raw`(?:,? (\d{1,2}):(\d{2})(?::\d{2})?)?`;
  const ISO = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})${TIME.replace(",? ", "[ T]")}$`);
  const NUMBERS = new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})${TIME}$`);
  const NAMED = new RegExp(String.raw`^(\d{1,2}) ([a-z]+) (\d{4})${TIME}$`, "i");
  const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october"];
  MONTHS.push("november", "december");

  const readMonth = (name) =>
    MONTHS.findIndex((month) => [month, month.slice(0, 3)].includes(name.toLowerCase())) + 1;

  const readYear = (text) => (text.length === 4 ? Number(text) : Number(text) + (text < 69 ? 2000 : 1900));

  const split = (text) => {
    let parts = ISO.exec(text);
    if (parts) return parts.slice(1);
    parts = NUMBERS.exec(text);
    if (parts) return [readYear(parts[3]), parts[2], parts[1], parts[4], parts[5]];
    parts = NAMED.exec(text);
    return parts && [parts[3], readMonth(parts[2]), parts[1], parts[4], parts[5]];
  };

  // What a clock shows, as milliseconds that count as if it stood in UTC; null for what is no date.
  const read = (text) => {
    const parts = split(text.trim().replace(/\s+/g, " "));
    if (!parts) return null;
    const [year, month, day, hour, minute] = parts.map((part) => Number(part ?? 0));
    if (hour > 23 || minute > 59) return null;
    const clock = new Date(Date.UTC(year, month - 1, day, hour, minute));
    return clock.getUTCDate() === day && clock.getUTCMonth() === month - 1 ? clock.getTime() : null;
  };

  const write = (clock, format) => {
    const iso = new Date(clock).toISOString();
    const [year, month, day, hour, minute] = iso.split(/[-T:]/);
    const parts = { Y: year, m: month, d: day, H: hour, i: minute };
    return format.replace(/[YmdHi]/g, (letter) => parts[letter]);
  };

  const nameWeekday = (clock) =>
    new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(clock);

  const describe = (input) => {
    const { dateFormat: format } = input.dataset;
    if (!input.value.trim()) return format.includes("H") ? words.moment : words.day;
    const clock = read(input.value);
    return clock === null ? words.invalid : nameWeekday(clock);
  };

  const show = (input) => {
    const line = document.getElementById(`${input.id}-date`);
    if (!line) return;
    const text = describe(input);
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("date-line--invalid", text === words.invalid);
  };

  // Write a date that is one as the site does, for the calendar to read it too. A time that is missing stays so.
  const tidy = (input) => {
    const { dateFormat: format } = input.dataset;
    const clock = read(input.value);
    const isWhole = !format.includes("H") || input.value.includes(":");
    if (clock !== null && isWhole) input.value = write(clock, format);
    show(input);
  };

  const addLine = (input) => {
    const line = document.createElement("p");
    line.id = `${input.id}-date`;
    line.className = "date-line";
    line.setAttribute("role", "status");
    (input.closest("[data-field-input]") ?? input).after(line);
    const described = input.getAttribute("aria-describedby");
    input.setAttribute("aria-describedby", [described, line.id].filter(Boolean).join(" "));
    show(input);
  };

  const hide = (input) => {
    if (document.activeElement !== input) picker.call(window.jQuery(input), "hide");
  };

  const prepare = (input, options) => {
    const isNew = !input.dataset.dateFormat;
    input.dataset.dateFormat = options.format;
    if (!isNew) return;
    input.addEventListener("change", () => tidy(input));
    input.addEventListener("blur", () => {
      hide(input);
      window.setTimeout(hide, OPENING_MILLISECONDS, input);
    });
    input.addEventListener("input", () => show(input));
    if (input.closest("[data-field]") && !("ownLine" in input.dataset)) addLine(input);
  };

  const replacement = function (options, ...others) {
    const result = picker.call(this, options, ...others);
    if (options?.format?.includes("d")) for (const input of this) prepare(input, options);
    return result;
  };
  // Its answer to what it cannot read is the current time, and its hours are whole.
  Object.assign(picker.defaults, { validateOnBlur: false, step: 15 });
  window.jQuery.fn.datetimepicker = Object.assign(replacement, picker);
  window.siteDates = { nameWeekday, read, words, write };
})();

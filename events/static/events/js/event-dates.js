// The edit form of an event: weekday and length beside each date, and rows that a rule fills in.

(() => {
  const { nameWeekday, read: readClock, words: siteWords, write } = window.siteDates;
  const DAY_FORMAT = "d/m/Y";
  const MOMENT_FORMAT = "d/m/Y H:i";
  const MINUTE = 60_000;
  const DAY = 24 * 60 * MINUTE;
  const language = document.documentElement.lang || "en";
  const listRows = () =>
    [...document.querySelectorAll("#id_dates-FORMS > [data-inline-panel-child]")].filter(
      (row) => field(row, "DELETE")?.value !== "1",
    );
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);

  // How far the zone's clocks are ahead of UTC at a moment; 0 in a zone that the browser does not know.
  const findOffset = (moment, zone) => {
    try {
      const shown = new Intl.DateTimeFormat("sv", {
        timeZone: zone,
        dateStyle: "short",
        timeStyle: "short",
      }).format(moment); // ISO 8601, as Swedes write
      return readClock(shown) - Math.floor(moment / MINUTE) * MINUTE;
    } catch {
      return 0;
    }
  };

  const findMoment = (clock, zone) => clock - findOffset(clock - findOffset(clock, zone), zone);

  const count = (number, unit) =>
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(number);

  const describeLength = (minutes) =>
    [
      [Math.floor(minutes / 1440), "day"],
      [Math.floor((minutes % 1440) / 60), "hour"],
      [minutes % 60, "minute"],
    ]
      .filter(([number]) => number)
      .map(([number, unit]) => count(number, unit))
      .join(" ");

  // The weekday and the length of a date, such as "Friday, 2 hours"; until there is a start, how to write it.
  const describe = (row) => {
    const texts = ["start", "end"].map((name) => field(row, name).value);
    const [start, end] = texts.map(readClock);
    if (texts.some((text, number) => text.trim() && [start, end][number] === null)) return siteWords.invalid;
    if (start === null) return field(row, "all_day").checked ? siteWords.day : siteWords.moment;
    const weekday = nameWeekday(start);
    if (end === null) return weekday;
    if (field(row, "all_day").checked) {
      const days = Math.floor(end / DAY) - Math.floor(start / DAY);
      if (days < 0) return words("backwards");
      return days ? `${weekday} – ${nameWeekday(end)}, ${count(days + 1, "day")}` : weekday;
    }
    const zone = document.getElementById("id_time_zone").value;
    const minutes = (findMoment(end, zone) - findMoment(start, zone)) / MINUTE;
    if (minutes <= 0) return words("backwards");
    const last = Math.floor(end / DAY) > Math.floor(start / DAY) ? ` – ${nameWeekday(end)}` : "";
    return `${weekday}${last}, ${describeLength(minutes)}`;
  };

  const words = (name) => document.querySelector("[data-event-date-words]")?.dataset[name] ?? "";

  const showDescription = (row) => {
    let output = row.querySelector(".event-dates__description");
    if (!output) {
      output = document.createElement("p");
      output.className = "event-dates__description";
      output.setAttribute("role", "status");
      field(row, "start").closest(".w-field-row").after(output);
    }
    const text = describe(row);
    if (output.textContent !== text) output.textContent = text;
  };

  // Whole days are chosen and written without a time.
  const showTimes = (row) => {
    const wholeDays = field(row, "all_day").checked;
    for (const input of [field(row, "start"), field(row, "end")]) {
      if (window.jQuery?.fn.datetimepicker && !input.disabled) {
        window.jQuery(input).datetimepicker({
          timepicker: !wholeDays,
          format: wholeDays ? DAY_FORMAT : MOMENT_FORMAT,
        });
      }
      const clock = readClock(input.value);
      if (wholeDays && clock !== null) input.value = write(clock, DAY_FORMAT);
    }
  };

  const update = (row) => {
    showTimes(row);
    showDescription(row);
  };

  const fill = (row, date, wholeDays) => {
    field(row, "all_day").checked = wholeDays;
    update(row);
    for (const name of ["start", "end"]) {
      const input = field(row, name);
      input.value = date[name] && write(readClock(date[name]), wholeDays ? DAY_FORMAT : MOMENT_FORMAT);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const addRow = () => {
    document.getElementById("id_dates-ADD").click();
    return listRows().at(-1);
  };

  const startRule = (rule) => {
    const part = (name) => rule.querySelector(`[data-${name}]`);
    const inputs = [...rule.querySelectorAll("[name]")];
    const message = part("message");
    const list = part("dates");
    const addButton = part("add");
    let found = null;

    const showError = (name, texts) => {
      const input = inputs.find((each) => each.name === `rule-${name}`);
      const holder = input?.closest("[data-field]");
      if (!holder) {
        message.textContent = texts.join(" ");
        return;
      }
      holder.classList.add("w-field--error");
      const text = document.createElement("p");
      text.className = "error-message";
      text.textContent = texts.join(" ");
      text.id = `${input.id}-rule-error`;
      holder.querySelector("[data-field-errors]").replaceChildren(text);
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", text.id);
    };

    const clear = () => {
      found = null;
      message.textContent = "";
      list.replaceChildren();
      list.hidden = addButton.hidden = true;
      for (const holder of rule.querySelectorAll(".w-field--error")) {
        holder.classList.remove("w-field--error");
        holder.querySelector("[data-field-errors]").replaceChildren();
      }
      for (const input of inputs) {
        input.removeAttribute("aria-invalid");
        if (input.getAttribute("aria-describedby")?.endsWith("-rule-error")) input.removeAttribute("aria-describedby");
      }
    };

    const showChosen = () => {
      const repeat = rule.querySelector('[name="rule-repeat"]').value;
      for (const each of rule.querySelectorAll("[data-when]")) each.hidden = each.dataset.when !== repeat;
      const wholeDays = rule.querySelector('[name="rule-whole_days"]').checked;
      for (const name of ["starts", "ends"]) rule.querySelector(`[name="rule-${name}"]`).disabled = wholeDays;
    };

    const show = async () => {
      clear();
      const query = new URLSearchParams();
      for (const input of inputs) {
        if (input.type === "checkbox" ? input.checked : input.value) query.append(input.name, input.value);
      }
      query.set("rule-time_zone", document.getElementById("id_time_zone").value);
      for (const row of listRows()) {
        const clock = readClock(field(row, "start").value);
        if (clock === null) continue;
        query.append("known", write(clock, field(row, "all_day").checked ? "Y-m-d" : "Y-m-d H:i"));
      }
      let answer;
      try {
        const response = await fetch(`${rule.dataset.url}?${query}`, { headers: { Accept: "application/json" } });
        if (!response.ok && response.status !== 400) throw new Error(response.statusText);
        answer = await response.json();
      } catch {
        message.textContent = part("failed").textContent;
        return;
      }
      if (answer.errors) {
        for (const [name, texts] of Object.entries(answer.errors)) showError(name, texts);
        rule.querySelector("[aria-invalid]")?.focus();
        return;
      }
      found = answer;
      message.textContent = answer.heading;
      list.replaceChildren(
        ...answer.dates.map((date) => {
          const item = document.createElement("li");
          item.textContent = date.label;
          return item;
        }),
      );
      list.hidden = addButton.hidden = !answer.dates.length;
      addButton.textContent = answer.action;
    };

    const add = () => {
      const { dates, all_day: wholeDays, done } = found;
      const empty = listRows().filter((row) => !field(row, "start").value && !field(row, "end").value);
      const added = dates.map((date) => {
        const row = empty.shift() ?? addRow();
        fill(row, date, wholeDays);
        return row;
      });
      clear();
      message.textContent = done;
      message.focus({ preventScroll: true }); // the field of the first date would open its calendar over the others
      added[0].scrollIntoView({ block: "center" });
    };

    part("show").addEventListener("click", show);
    addButton.addEventListener("click", add);
    rule.addEventListener("input", () => {
      clear();
      showChosen();
    });
    rule.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input")) return;
      event.preventDefault(); // or the browser would send the page's form
      show();
    });
    showChosen();
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const row of listRows()) update(row);
    for (const rule of document.querySelectorAll("[data-event-rule]")) startRule(rule);
    const forms = document.getElementById("id_dates-FORMS");
    if (!forms) return;
    const react = (event) => {
      const row = event.target.closest("[data-inline-panel-child]");
      if (!row || !field(row, "start")) return;
      if (event.target === field(row, "all_day")) showTimes(row);
      showDescription(row);
    };
    forms.addEventListener("input", react);
    forms.addEventListener("change", react);
    document.getElementById("id_time_zone")?.addEventListener("change", () => listRows().forEach(showDescription));
    new MutationObserver((changes) => {
      for (const change of changes) {
        for (const node of change.addedNodes) if (node.matches?.("[data-inline-panel-child]")) update(node);
      }
    }).observe(forms, { childList: true });
  });
})();

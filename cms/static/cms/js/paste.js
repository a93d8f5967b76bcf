/* What is pasted into rich text: bold only where it was bold, a row of a table in a paragraph, and word of what cannot
 * come in. Draftail takes the rest: it keeps the styles, lists and links that the field allows.
 * https://docs.wagtail.org/en/stable/extending/extending_draftail.html
 */
(() => {
  const { ContentState, EditorState, Modifier, convertFromHTML } = window.DraftJS;

  const BLOCKS = "p, div, li, ul, ol, table, h1, h2, h3, h4, h5, h6";
  const HEADINGS = "h1, h2, h3, h4, h5, h6";
  const APART = " – ";

  /* Google Docs wraps all that is copied in <b style="font-weight:normal">; browsers may leave out the style. */
  function unwrapBold(body) {
    for (const bold of body.querySelectorAll("b, strong")) {
      const weight = bold.style.fontWeight;
      if (weight === "normal" || Number(weight || 700) < 500 || bold.querySelector(BLOCKS)) {
        bold.replaceWith(...bold.childNodes);
      }
    }
  }

  function unwrapBlocks(cell) {
    for (const block of [...cell.querySelectorAll(BLOCKS)].reverse()) {
      block.replaceWith(...block.childNodes, block.nextSibling ? " " : "");
    }
    for (const line of cell.querySelectorAll("br")) line.replaceWith(" ");
  }

  function writeRow(row) {
    const paragraph = document.createElement("p");
    for (const cell of row.cells) {
      unwrapBlocks(cell);
      if (!cell.textContent.trim()) continue;
      if (paragraph.hasChildNodes()) paragraph.append(APART);
      paragraph.append(...cell.childNodes);
    }
    return paragraph;
  }

  function writeTables(body) {
    for (const table of [...body.querySelectorAll("table")].reverse()) {
      const rows = [...table.rows].map(writeRow);
      table.replaceWith(...rows.filter((row) => row.hasChildNodes()));
    }
  }

  /* Word writes the items of a list as paragraphs that begin with their bullet. */
  function writeLists(body) {
    for (const item of body.querySelectorAll("p[style*='mso-list' i]")) {
      const bullet = item.querySelector("[style*='mso-list:ignore' i], [style*='mso-list: ignore' i]");
      const name = /^\s*\w+[.)]/.test(bullet?.textContent || "") ? "OL" : "UL";
      bullet?.remove();
      const before = item.previousElementSibling;
      const list = before?.dataset.pasted && before.tagName === name ? before : document.createElement(name);
      list.dataset.pasted = "true";
      const listItem = document.createElement("li");
      listItem.append(...item.childNodes);
      list.append(listItem);
      if (list === before) item.remove();
      else item.replaceWith(list);
    }
  }

  function clean(html) {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    const pictures = body.querySelectorAll("img");
    const headings = body.querySelectorAll(HEADINGS);
    for (const picture of pictures) picture.remove();
    unwrapBold(body);
    writeLists(body);
    writeTables(body);
    return { html: body.innerHTML, pictures: pictures.length > 0, headings: headings.length > 0 };
  }

  function tell(text) {
    document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { clear: true, text, type: "warning" } }));
  }

  window.draftail.registerPlugin(
    {
      type: "paste",
      handlePastedText(text, html, editorState, { getPlugins, setEditorState }) {
        if (!html) return "not-handled";
        const pasted = clean(html);
        const { contentBlocks, entityMap } = convertFromHTML(pasted.html);
        if (!contentBlocks?.length) return "not-handled";
        const content = Modifier.replaceWithFragment(
          editorState.getCurrentContent(),
          editorState.getSelection(),
          ContentState.createFromBlockArray(contentBlocks, entityMap).getBlockMap(),
        );
        setEditorState(EditorState.push(editorState, content, "insert-fragment"));
        const { messages } = getPlugins().find(({ type }) => type === "paste");
        const lost = [pasted.pictures && messages.pictures, pasted.headings && messages.headings].filter(Boolean);
        if (lost.length) tell(lost.join(" "));
        return "handled";
      },
    },
    "plugins",
  );
})();

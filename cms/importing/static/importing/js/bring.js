/* Keeps the formatting of what is pasted: the field shows the text, a hidden one has the HTML.
 * Whatever is typed or pasted after that is sent as the text that the field shows.
 */
(() => {
  const text = document.querySelector("[data-bring-text]");
  const html = document.querySelector("[data-bring-html]");
  const status = document.querySelector("[data-bring-status]");
  if (!text || !html) return;
  const MOST = 4000000; // of what a form may send; pictures are left out above it
  let isPasting = false;

  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text/html") || "";
    const covers = text.value.trim() === "" || (text.selectionStart === 0 && text.selectionEnd === text.value.length);
    isPasting = Boolean(pasted) && covers;
    const isLarge = pasted.length > MOST;
    const kept = isLarge ? pasted.replace(/src="data:[^"]*"/g, 'src=""') : pasted;
    html.value = isPasting ? kept : "";
    status.textContent = isPasting ? status.dataset.kept : "";
  });

  text.addEventListener("input", () => {
    if (!isPasting) {
      html.value = "";
      status.textContent = "";
    }
    isPasting = false;
  });
})();

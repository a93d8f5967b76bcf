/* A long stream of blocks as an outline: only the titles, in which blocks can be moved with the keyboard. */

const { titles, everything, moved } = document.currentScript.dataset;

function listBlocks(container) {
  return [...container.children].filter((child) => child.matches("[data-streamfield-child]"));
}

/* Above each stream that is not part of a block, a button closes all its blocks, or opens them again. */
function offerTitles(container) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-secondary w-mb-4";
  button.textContent = titles;
  let closed = false;
  button.addEventListener("click", () => {
    closed = !closed;
    button.textContent = closed ? everything : titles;
    for (const block of listBlocks(container)) {
      const toggle = block.querySelector("[data-panel-toggle]");
      if (toggle && (toggle.getAttribute("aria-expanded") === "true") === closed) {
        toggle.click();
      }
    }
  });
  container.before(button);
}

window.addEventListener("load", () => {
  for (const container of document.querySelectorAll("[data-streamfield-stream-container]")) {
    if (!container.parentElement.closest("[data-streamfield-child]")) {
      offerTitles(container);
    }
  }
});

/* Wagtail writes the title of a block when it is closed, and reads it for its outline when a block is added. Let both
   follow what is written: these events are all that they listen to. A new block may not be complete yet. */
function writeTitles(element) {
  for (let panel = element.closest("[data-panel]"); panel; panel = panel.parentElement?.closest("[data-panel]")) {
    panel.querySelector("[data-panel-toggle]")?.dispatchEvent(new CustomEvent("wagtail:panel-toggle"));
  }
  document.dispatchEvent(new CustomEvent("wagtail:panel-init"));
}

function followTitles({ target }) {
  if (target.closest("[data-streamfield-child]")) {
    setTimeout(writeTitles, 0, target);
  }
}

document.addEventListener("focusout", followTitles);
document.addEventListener("change", followTitles);

const status = document.createElement("p");
status.className = "w-sr-only";
status.setAttribute("role", "status");
document.addEventListener("DOMContentLoaded", () => document.body.append(status));

/* Say where a block has moved. Wagtail lets no click on these buttons come through, so listen before it does. */
function followMove(event) {
  const button = event.target.closest("[data-streamfield-action^='MOVE_']");
  if (!button) {
    return;
  }
  const block = button.closest("[data-streamfield-child]");
  setTimeout(() => {
    const blocks = listBlocks(block.parentElement);
    status.textContent = moved.replace("%(place)s", blocks.indexOf(block) + 1).replace("%(number)s", blocks.length);
  });
}

document.addEventListener("click", followMove, { capture: true });

// When a main picture is chosen, offers the description that is kept with it, unless the editor has written another.

(() => {
  const findOffer = (input) =>
    document.querySelector(`#${input.id}-chooser [data-chooser-image]`)?.dataset.defaultAltText ?? "";

  let offered = "";

  document.addEventListener("DOMContentLoaded", () => {
    const input = document.getElementById("id_hero_image");
    if (input) offered = findOffer(input);
  });

  document.addEventListener("change", ({ target }) => {
    if (target.id !== "id_hero_image" || !target.value) return;
    // Wagtail shows the picture right after it has set its key.
    window.setTimeout(() => {
      const description = document.getElementById("id_hero_alt");
      if (description && (description.value === "" || description.value === offered)) {
        description.value = findOffer(target);
        description.dispatchEvent(new Event("change", { bubbles: true }));
      }
      offered = findOffer(target);
    });
  });
})();

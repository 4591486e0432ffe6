"use strict";
(() => {
  const root = document.documentElement;
  const tags = { zh: "zh-CN", en: "en" };

  function speak(lang) {
    root.lang = tags[lang];
    for (const button of document.querySelectorAll("[data-lang]")) {
      button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
    }
    for (const node of document.querySelectorAll("[data-zh][data-en]")) {
      if (node.localName === "title") document.title = node.dataset[lang];
      else node.setAttribute("aria-label", node.dataset[lang]);
    }
  }
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => speak(button.dataset.lang));
  }

  const dialog = document.getElementById("zoom");
  const stage = dialog.querySelector("div");
  for (const button of document.querySelectorAll("button.zoom")) {
    button.addEventListener("click", () => {
      const picture = button.querySelector("svg").cloneNode(true);
      picture.setAttribute("class", "shot large");
      stage.replaceChildren(picture);
      dialog.showModal();
    });
  }
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
})();

// The import: says at once that a file is too large, and follows the progress of the work.
"use strict";
(() => {
  const form = document.querySelector("form[data-most-bytes]");
  if (form) {
    const input = form.querySelector("input[type=file]");
    const status = document.getElementById("file-status");
    const check = () => {
      const tooLarge = (input.files[0]?.size ?? 0) > Number(form.dataset.mostBytes);
      status.textContent = tooLarge ? form.dataset.tooLarge : "";
      status.classList.toggle("is-wrong", tooLarge);
      return !tooLarge;
    };
    input.addEventListener("change", check);
    form.addEventListener("submit", (event) => {
      if (check()) return;
      event.preventDefault();
      input.focus();
    });
  }

  const section = document.querySelector("[data-progress]");
  if (!section) return;
  const bar = section.querySelector("progress");
  const language = document.documentElement.lang || "de";
  const number = (value) => value.toLocaleString(language);

  async function look() {
    try {
      const response = await fetch(section.dataset.progress, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.status);
      show(await response.json());
    } catch {
      setTimeout(look, 5000);
    }
  }

  function show(state) {
    if (!state.running) {
      location.reload();
      return;
    }
    if (state.label) section.querySelector("[data-label]").textContent = state.label;
    if (state.share === null) bar.removeAttribute("value");
    else bar.value = state.share;
    const text = state.total ? section.dataset.of : state.done ? section.dataset.rows : "";
    section.querySelector("[data-text]").textContent = text.replace("{done}", number(state.done)).replace("{total}", number(state.total));
    setTimeout(look, 1000);
  }

  setTimeout(look, 600);
})();

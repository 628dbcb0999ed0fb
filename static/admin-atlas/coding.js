// The form of a second coding: what isn't ticked isn't sent, leaving with unsaved changes is asked about, codes are counted.
const form = document.getElementById("second-coding");
const count = document.getElementById("second-count");
let changed = false;

// A reason typed beside a code that was ticked off again stays visible, but doesn't go along.
function follow(row) {
  const chosen = row.querySelector(".code-row__choice input").checked;
  for (const field of row.querySelectorAll(".code-row__ground input")) field.disabled = !chosen;
}

function followAll() {
  const rows = [...form.querySelectorAll(".code-row")];
  rows.forEach(follow);
  const ticked = rows.filter((row) => row.querySelector(".code-row__choice input").checked).length;
  const text = count.dataset.text.replace("{n}", ticked);
  count.textContent = changed ? `${text} · ${form.dataset.leave}` : text;
}

if (form) {
  followAll();
  form.addEventListener("change", () => {
    changed = true;
    followAll();
  });
  form.addEventListener("input", () => {
    if (!changed) {
      changed = true;
      followAll();
    }
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  document.getElementById("problems")?.focus();
}

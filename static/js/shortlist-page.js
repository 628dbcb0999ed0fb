// The page of a shortlist: keeps what is kept in this browser in step with its steps, and adds the notes.
import { addressOf, change, kept, warn } from "./shortlist.js";

const page = document.getElementById("shortlist");
const shown = [...page.querySelectorAll("[data-chosen]")].map((item) => item.dataset.chosen);
const same = (one, other) => one.length === other.length && one.every((slug, place) => slug === other[place]);
const slugsOf = (address) => new URL(address, location.href).searchParams.getAll("praxis");
const most = Number(page.dataset.most);

// Who comes without a list is led to the one that is kept here.
if (!location.search && kept().slugs.length) location.replace(addressOf(kept().slugs));

// Whether what is shown is what is kept here, or the list of somebody else (a link, a step back).
let mine = same(shown, kept().slugs);

page.addEventListener("click", (event) => {
  const step = event.target.closest("a[data-step]");
  if (!step || !mine || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const wanted = slugsOf(step.href);
  let full = false;
  // Another tab may have gone on meanwhile: what it took off stays off, what it added stays, behind the order of this one.
  const done = change((list) => {
    const mineNow = wanted.filter((slug) => !shown.includes(slug) || list.slugs.includes(slug));
    const theirs = list.slugs.filter((slug) => !shown.includes(slug) && !wanted.includes(slug));
    full = mineNow.length + theirs.length > most;
    if (!full) list.slugs = [...mineNow, ...theirs];
  });
  if (full) {
    event.preventDefault();
    return warn(document.getElementById("noted").dataset.full);
  }
  if (!done || same(kept().slugs, wanted)) return;
  event.preventDefault();
  location.assign(addressOf(kept().slugs));
});

function offer() {
  const box = document.getElementById("own-list");
  mine = same(shown, kept().slugs);
  box.replaceChildren();
  if (mine || !shown.length) return;
  const own = kept().slugs;
  const { other, keep, add, open } = box.dataset;
  const text = document.createElement("p");
  text.textContent = own.length ? other.replace("{n}", own.length) : "";
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button button--quiet", textContent: own.length ? add : keep });
  button.addEventListener("click", () => {
    const joined = [...new Set([...own, ...shown])];
    if (joined.length > most) return warn(document.getElementById("noted").dataset.full);
    if (change((list) => (list.slugs = [...new Set([...list.slugs, ...shown])]))) location.assign(addressOf(kept().slugs));
  });
  text.append(" ", button);
  if (own.length) text.append(" ", Object.assign(document.createElement("a"), { href: addressOf(own), textContent: open }));
  box.append(text);
}

function addNotes() {
  for (const place of page.querySelectorAll("[data-note]")) {
    const slug = place.dataset.note;
    const label = document.createElement("label");
    const text = document.createElement("textarea");
    const printed = Object.assign(document.createElement("p"), { className: "only-print" });
    Object.assign(text, { id: `note-${slug}`, rows: 1, maxLength: 2000, value: kept().notes[slug] ?? "" });
    printed.textContent = text.value;
    label.htmlFor = text.id;
    label.append(place.dataset.label, Object.assign(document.createElement("small"), { textContent: ` – ${place.dataset.hint}` }));
    text.addEventListener("input", () => {
      printed.textContent = text.value;
      if (!change((list) => (list.notes[slug] = text.value))) warn(place.dataset.failed);
    });
    window.addEventListener("storage", () => document.activeElement !== text && (text.value = kept().notes[slug] ?? ""));
    place.append(label, text, printed);
  }
}

offer();
addNotes();
// What another tab changes leaves this list mine: its steps are done to what is kept then.
window.addEventListener("storage", () => mine || offer());
window.addEventListener("pageshow", ({ persisted }) => persisted && offer());

// Links and forms marked data-swap change the page in place; the address always says what is shown.
const REGIONS = ["summary", "results"];

export function enableSwap(afterSwap) {
  if (!document.getElementById("results")) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-swap]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    visit(link.href, afterSwap, { push: true, focus: link.id, scroll: "scroll" in link.dataset });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-swap]");
    if (!form) return;
    event.preventDefault();
    const query = new URLSearchParams(new FormData(form));
    if (!query.get("q")) query.delete("q");
    visit(`${form.action}?${query}`, afterSwap, { push: true, focus: "q" });
  });
  window.addEventListener("popstate", () => visit(location.href, afterSwap, {}));
}

let running = null;

// Only the last one asked for is shown, however late the answers of others come.
async function visit(address, afterSwap, { push = false, focus = null, scroll = false }) {
  running?.abort();
  const mine = (running = new AbortController());
  document.body.classList.add("is-loading");
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" }, signal: mine.signal });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!fresh.getElementById("results")) throw new Error("not the atlas");
    const opened = openDetails();
    if (push && new URL(address, location.href).href !== location.href) history.pushState(null, "", address);
    const typing = typed(address);
    for (const id of REGIONS) swap(document.getElementById(id), fresh.getElementById(id));
    document.title = fresh.title;
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    foldFacetsOnPhones(opened);
    if (focus) (document.getElementById(focus) ?? document.getElementById("list"))?.focus({ preventScroll: true });
    if (typing) goOnTyping(typing);
    if (scroll) document.getElementById("list").scrollIntoView();
    updateLanguages();
    afterSwap();
  } catch {
    if (!mine.signal.aborted) location.assign(address);
  } finally {
    if (running === mine) document.body.classList.remove("is-loading");
  }
}

// What stands in the search box that has the focus, where the caret is, and whether more was typed than was sent.
function typed(address) {
  const box = document.getElementById("q");
  if (!box || document.activeElement !== box) return null;
  const sent = new URL(address, location.href).searchParams.get("q") ?? "";
  return { value: box.value, from: box.selectionStart, to: box.selectionEnd, more: box.value.trim() !== sent.trim() };
}

function goOnTyping({ value, from, to, more }) {
  const box = document.getElementById("q");
  if (more) box.value = value;
  box.focus({ preventScroll: true });
  box.setSelectionRange(from, to);
}

// Keeps the region itself, and within it the heading that screen readers listen to.
function swap(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
  const live = old.querySelector("[aria-live]");
  const next = fresh.querySelector("[aria-live]");
  if (!live || !next) {
    old.replaceChildren(...fresh.childNodes);
    return;
  }
  live.replaceChildren(...next.childNodes);
  for (const child of [...old.children]) if (child !== live) child.remove();
  next.remove();
  old.append(...fresh.childNodes);
}

function openDetails() {
  return [...document.querySelectorAll("#results details[open][id]")].map(({ id }) => id);
}

export function foldFacetsOnPhones(opened = []) {
  const fold = document.getElementById("facets-fold");
  if (fold && window.matchMedia("(max-width: 63.99rem)").matches && !opened.includes("facets-fold")) fold.removeAttribute("open");
}

function updateLanguages() {
  for (const link of document.querySelectorAll(".languages a")) {
    const query = new URLSearchParams(location.search);
    query.set("lang", link.hreflang);
    link.href = `?${query}`;
  }
}

export function enableCopy() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = document.getElementById("map-texts").dataset.copied;
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

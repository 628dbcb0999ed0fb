// Links and the form marked data-swap change the page in place; the address always says what is shown.
const REGIONS = ["summary", "filter", "drawn", "results"];
// A second value of these replaces the first; of every other parameter a query may hold several.
const SINGLE = new Set(["q", "bbox", "ordering", "page", "page_size", "lang"]);
const NARROW = window.matchMedia("(max-width: 63.99rem)");

// What the reader asked for so far. It runs ahead of what is shown while an answer is under way, and each step is a
// change of it: so none is lost, however slow the line.
let wish = new URLSearchParams(location.search);
let shown = location.search;
let running = null;
// Turning a page means the page beside the one that is shown then, so it waits for what is under way.
let turns = [];
let afterSwap = () => {};

export function enableSwap(then) {
  if (!document.getElementById("results")) return;
  afterSwap = then;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (!("swap" in link.dataset)) {
      // Who goes on before the answer is there comes back to what they asked for.
      if (running && link.pathname !== location.pathname) enter(addressOf(wish));
      return;
    }
    event.preventDefault();
    if (!("turn" in link.dataset)) step(link.dataset.swap === "all" ? new URLSearchParams(link.search) : stepped(link.search));
    else if (running) turns.push(link.id);
    else turn(link);
  });
  document.addEventListener("change", ({ target }) => {
    if (target.type === "checkbox" && target.closest("form[data-swap]")) step(ticked(target));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-swap]");
    if (!form) return;
    event.preventDefault();
    const towards = event.submitter?.id === "show-results";
    if (towards && NARROW.matches) document.getElementById("facets-fold").removeAttribute("open");
    const q = form.elements.q.value;
    if (towards && q === (wish.get("q") ?? "")) return goToResults();
    const changed = new URLSearchParams(wish);
    for (const name of ["q", "page", "ordering"]) changed.delete(name);
    if (q) changed.set("q", q);
    step(changed, towards);
  });
  window.addEventListener("popstate", () => {
    turns = [];
    wish = new URLSearchParams(location.search);
    visit(location.href, { view: history.state?.view });
  });
  window.addEventListener("pageshow", () => shown !== location.search && visit(location.href, { view: history.state?.view }));
}

function addressOf(query) {
  return `${location.pathname}${String(query) && `?${query}`}`;
}

function enter(address) {
  if (new URL(address, location.href).href !== location.href) history.pushState(null, "", address);
}

function step(changed, turned = false) {
  turns = [];
  wish = changed;
  visit(addressOf(changed), { push: true, turned });
}

function turn(link) {
  const waiting = turns;
  step(new URLSearchParams(link.search), true);
  turns = waiting;
}

// The wish after a link: what the link adds to the page that is shown and takes from it.
function stepped(wanted) {
  const pairs = (query) => [...new URLSearchParams(query)];
  const holds = (list, [name, value]) => list.some((pair) => pair[0] === name && pair[1] === value);
  const [before, after] = [pairs(shown), pairs(wanted)];
  const changed = new URLSearchParams();
  for (const pair of wish) if (pair[0] !== "page" && (holds(after, pair) || !holds(before, pair))) changed.append(...pair);
  for (const pair of after) {
    if (holds(before, pair)) continue;
    if (SINGLE.has(pair[0])) changed.set(...pair);
    else if (!holds([...changed], pair)) changed.append(...pair);
  }
  return changed;
}

function ticked({ name, value, checked }) {
  const changed = new URLSearchParams();
  for (const pair of wish) if (pair[0] !== "page" && !(pair[0] === name && pair[1] === value)) changed.append(...pair);
  if (checked) changed.append(name, value);
  return changed;
}

function goToResults() {
  document.getElementById("list-head").focus({ preventScroll: true });
  document.getElementById("results").scrollIntoView();
}

// Only what was wished last is shown, however late the answers to earlier wishes come.
async function visit(address, { push = false, turned = false, view = null }) {
  running?.abort();
  const mine = (running = new AbortController());
  document.body.classList.add("is-loading");
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" }, signal: mine.signal });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!fresh.getElementById("results")) throw new Error("not the atlas");
    const folds = foldsOf(document);
    if (push) enter(address);
    const typing = typed(address);
    const focused = REGIONS.some((id) => document.getElementById(id).contains(document.activeElement)) && document.activeElement.id;
    for (const id of REGIONS) swap(document.getElementById(id), fresh.getElementById(id));
    shown = new URL(address, location.href).search;
    document.title = fresh.title;
    for (const [id, open] of folds) document.getElementById(id)?.toggleAttribute("open", open);
    document.getElementById("said").textContent = document.getElementById("summary").dataset.said;
    if (turned) goToResults();
    else if (focused !== false) (document.getElementById(focused) ?? document.getElementById("list-head")).focus({ preventScroll: true });
    goOnTyping(typing);
    updateLanguages();
    afterSwap(view);
  } catch {
    if (!mine.signal.aborted) location.assign(address);
  } finally {
    if (running === mine) {
      running = null;
      document.body.classList.remove("is-loading");
      const next = document.getElementById(turns.shift());
      if (next) turn(next);
      else turns = [];
    }
  }
}

// What stands in the search box, whether more was typed than was sent, and where the caret is if it has the focus.
function typed(address) {
  const box = document.getElementById("q");
  const sent = new URL(address, location.href).searchParams.get("q") ?? "";
  const more = box.value.trim() !== box.defaultValue.trim() && box.value.trim() !== sent.trim();
  return { value: box.value, more, caret: document.activeElement === box && [box.selectionStart, box.selectionEnd] };
}

function goOnTyping({ value, more, caret }) {
  const box = document.getElementById("q");
  if (more) box.value = value;
  if (!caret) return;
  box.focus({ preventScroll: true });
  box.setSelectionRange(...caret);
}

// Keeps the region itself, with the attributes it has now.
function swap(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
  old.replaceChildren(...fresh.childNodes);
}

// [id, whether it is open] of what the reader may have folded or unfolded.
function foldsOf(root) {
  return [...root.querySelectorAll("#filter details[id]")].map(({ id, open }) => [id, open]);
}

export function foldFacetsOnPhones() {
  if (NARROW.matches) document.getElementById("facets-fold")?.removeAttribute("open");
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
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  document.addEventListener("click", ({ target }) => target.closest("[data-print]") && window.print());
}

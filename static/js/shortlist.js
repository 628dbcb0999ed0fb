// The shortlist of this browser: which cases somebody noted, and what they wrote beside them. The server keeps nothing;
// what is kept here only saves the way back to an address. Where a browser keeps nothing, the links stay links.
const KEY = "merkliste";
const link = () => document.getElementById("noted");
const most = () => Number(link().dataset.most);

export function kept() {
  try {
    const { slugs, notes } = JSON.parse(localStorage.getItem(KEY)) ?? {};
    return { slugs: Array.isArray(slugs) ? slugs.filter((slug) => typeof slug === "string") : [], notes: { ...notes } };
  } catch {
    return { slugs: [], notes: {} };
  }
}

// Each change is made to what is kept now, so that two tabs don't undo each other. False where nothing can be kept.
export function change(how) {
  const list = kept();
  how(list);
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    return false;
  }
  show();
  return true;
}

export function addressOf(slugs) {
  const query = new URLSearchParams(slugs.map((slug) => ["praxis", slug]));
  return link().pathname + (slugs.length ? `?${query}` : "");
}

function say(text, seen = false) {
  const place = document.getElementById("noted-said");
  place.textContent = text;
  place.classList.toggle("sr-only", !seen);
}

// What didn't happen is seen too, not only heard.
export function warn(text) {
  say(text, true);
}

// Where the keeping works, each link that notes a case becomes a button that stays pressed.
export function show() {
  const { slugs } = kept();
  link().href = addressOf(slugs);
  link().querySelector(".noted__count").textContent = slugs.length ? ` (${slugs.length})` : "";
  for (const old of document.querySelectorAll("[data-mark]")) {
    const button = old.localName === "button" ? old : document.createElement("button");
    if (button !== old) {
      Object.assign(button, { type: "button", className: old.className });
      for (const name of ["data-mark", "aria-label"]) button.setAttribute(name, old.getAttribute(name));
      button.append(...old.childNodes);
      old.replaceWith(button);
    }
    button.setAttribute("aria-pressed", slugs.includes(button.dataset.mark));
  }
}

function toggle(slug) {
  const { slugs } = kept();
  if (!slugs.includes(slug) && slugs.length >= most()) return warn(link().dataset.full);
  const done = change((list) => {
    if (list.slugs.includes(slug)) list.slugs = list.slugs.filter((one) => one !== slug);
    else list.slugs.push(slug);
  });
  if (done) say(link().dataset.said.replace("{n}", kept().slugs.length));
  else location.assign(addressOf([slug]));
}

export function enableShortlist() {
  show();
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-mark]");
    if (button) toggle(button.dataset.mark);
  });
  window.addEventListener("storage", ({ key }) => (key === KEY || key === null) && show());
  window.addEventListener("pageshow", ({ persisted }) => persisted && show());
}

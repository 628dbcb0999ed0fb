// The form of a case: rows that can be added, what is typed is kept, and a look for cases like this one.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("case-form");
  if (!form) return;
  for (const part of form.querySelectorAll("[data-rows]")) addable(part);
  keeping(form);
  naming(form);
  counting(form);
  looking(form);
  citing(form);
  picturing(form);
  form.querySelector(".f--wrong :is(input, select, textarea)")?.focus();
});

function addable(part) {
  const total = part.querySelector(`[name=${part.dataset.rows}-TOTAL_FORMS]`);
  const list = part.querySelector(".rows__list");
  const template = part.querySelector("template");
  part.querySelector(".rows__more").hidden = false;
  // Without JavaScript a blank row is there to be filled in; with it one adds them.
  const last = list.lastElementChild;
  if (last && !last.querySelector(".errorlist") && [...last.querySelectorAll("input:not([type=hidden]):not([type=checkbox]), textarea, select:not([name$=-basis])")].every(({ value }) => !value)) {
    last.remove();
    total.value = Number(total.value) - 1;
  }
  part.addRow = () => {
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    const row = holder.firstElementChild;
    list.append(row);
    return row;
  };
  part.querySelector("[data-add-row]").addEventListener("click", () => part.addRow().querySelector("select, input:not([type=hidden]), textarea").focus());
  part.addEventListener("change", ({ target }) => {
    if (target.name?.endsWith("-DELETE")) target.closest("[data-row]").classList.toggle("row--out", target.checked);
  });
}

function keeping(form) {
  const status = document.getElementById("kept");
  const say = form.dataset;
  let dirty = false, sending = false, keptAt = null, timer = null, leaving = false;

  const touched = () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 3000);
  };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", ({ submitter }) => {
    if (!submitter?.hasAttribute("data-preview")) leaving = true;
  });
  document.addEventListener("visibilitychange", () => document.hidden && dirty && keep());
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  // The back button may bring back this very page, as it was when it was sent: what is typed now is another state.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted || !leaving) return;
    leaving = false;
    form.elements.form.value = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  });
  setInterval(() => keptAt && !dirty && show(), 5000);

  async function keep() {
    if (sending || leaving) return;
    sending = true;
    dirty = false;
    status.textContent = say.saving;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      let response = await fetch(say.autosave, { method: "POST", body: data });
      if (response.status === 403 && (await renew())) {
        data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        response = await fetch(say.autosave, { method: "POST", body: data });
      }
      if (response.status === 401 || response.redirected) return void ended();
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error);
      keptAt = Date.now();
      meter(answer);
      show();
    } catch (error) {
      dirty = true;
      status.textContent = error.message && !(error instanceof TypeError) && !(error instanceof SyntaxError) ? error.message : say.failed;
      timer = setTimeout(keep, 10000);
    } finally {
      sending = false;
    }
  }

  // After another login in another tab the form needs the token of that login.
  async function renew() {
    const response = await fetch(say.autosave);
    if (!response.ok || response.redirected) return false;
    form.elements.csrfmiddlewaretoken.value = (await response.json()).token;
    return true;
  }

  function ended() {
    dirty = true;
    const link = Object.assign(document.createElement("a"), { href: say.login, target: "_blank", textContent: say.again });
    status.replaceChildren(`${say.ended} `, link);
    timer = setTimeout(keep, 10000);
  }

  function show() {
    const seconds = Math.round((Date.now() - keptAt) / 1000);
    status.textContent = seconds < 5 ? say.savedNow : seconds < 90 ? say.savedSeconds.replace("{n}", seconds) : say.savedMinutes.replace("{n}", Math.round(seconds / 60));
  }

  function meter({ percent, missing }) {
    document.querySelector("#meter progress").value = percent;
    document.getElementById("meter-percent").textContent = `${percent} %`;
    const list = document.getElementById("meter-missing");
    const known = new Map([...list.children].map((item) => [(item.querySelector("a") ?? item).textContent.trim(), item]));
    list.replaceChildren(...missing.map((text) => known.get(text) ?? Object.assign(document.createElement("li"), { textContent: text })));
    document.querySelector(".meter__missing").hidden = !missing.length;
  }
}

// A new case gets its address from its title, with umlauts spelled out, until somebody writes one.
function naming(form) {
  const title = form.querySelector("#id_title");
  const slug = form.querySelector("#id_slug");
  const spelled = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
  const propose = (text) => text.toLowerCase().replace(/[äöüß]/g, (letter) => spelled[letter]).normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").slice(0, 120).replace(/^-+|-+$/g, "");
  let own = Boolean(form.dataset.pk) || (slug.value !== "" && slug.value !== propose(title.value));
  slug.addEventListener("input", () => (own = slug.value !== ""));
  title.addEventListener("input", () => own || (slug.value = propose(title.value)));
}

function counting(form) {
  const text = form.querySelector("#id_description");
  const count = document.getElementById("word-count");
  const show = () => (count.textContent = form.dataset.words.replace("{n}", text.value.split(/\s+/).filter(Boolean).length));
  text.addEventListener("input", show);
  show();
}

function looking(form) {
  if (form.dataset.pk) return;
  const box = document.getElementById("similar");
  let timer = null, newest = 0;
  form.addEventListener("input", ({ target }) => {
    if (target.id !== "id_title" && !target.name?.startsWith("places-")) return;
    clearTimeout(timer);
    timer = setTimeout(look, 500);
  });
  form.addEventListener("place-added", look);

  async function look() {
    const title = form.querySelector("#id_title").value.trim();
    if (title.length < 4) return;
    const mine = ++newest;
    const parameters = new URLSearchParams({ title });
    for (const { value } of form.querySelectorAll("[name^=places-][name$=-place]")) if (value) parameters.append("place", value);
    const response = await fetch(`${form.dataset.similar}?${parameters}`);
    if (mine !== newest || !response.ok) return;
    const { similar } = await response.json();
    box.hidden = !similar.length;
    box.querySelector("ul").replaceChildren(...similar.map(line));
  }

  function line({ pk, title, places, km, told }) {
    const item = document.createElement("li");
    if (told) return item.append(told), item;
    const link = Object.assign(document.createElement("a"), { href: `${form.dataset.cases}${pk}/review/`, textContent: title, target: "_blank" });
    item.append(link, [places && `, ${places}`, km !== null && ` (${form.dataset.km.replace("{n}", km)})`].filter(Boolean).join(""));
    return item;
  }
}

// While somebody types words of a source, what may be meant is offered.
function citing(form) {
  const list = document.getElementById("known-sources");
  let timer = null, newest = 0;
  form.addEventListener("input", ({ target }) => {
    if (target.getAttribute("list") !== "known-sources") return;
    clearTimeout(timer);
    timer = setTimeout(look, 200, target.value.trim());
  });

  async function look(q) {
    const mine = ++newest;
    if (q.length < 2) return;
    const response = await fetch(`${form.dataset.sources}?${new URLSearchParams({ q })}`);
    if (mine !== newest || !response.ok) return;
    const { results } = await response.json();
    list.replaceChildren(...results.map(({ slug, label }) => Object.assign(document.createElement("option"), { value: slug, label, textContent: label })));
  }
}

// A chosen picture is sent at once, so that it is kept with what is typed, and a wrong file is said at once.
function picturing(form) {
  form.addEventListener("change", async ({ target }) => {
    if (!target.name?.endsWith("-upload") || !target.files.length) return;
    const row = target.closest("[data-row]");
    const said = row.querySelector("[data-said]");
    const body = new FormData();
    body.append("file", target.files[0]);
    said.textContent = form.dataset.sending;
    try {
      const headers = { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value };
      const response = await fetch(form.dataset.picture, { method: "POST", headers, body });
      const answer = await response.json();
      target.value = "";
      if (!response.ok) throw new Error(answer.error);
      row.querySelector("[name$=-picture]").value = answer.digest;
      const image = row.querySelector("img") ?? row.insertBefore(Object.assign(new Image(), { className: "row__image", alt: "" }), row.firstChild);
      image.src = answer.url;
      said.textContent = "";
      form.dispatchEvent(new Event("change"));
    } catch (error) {
      said.textContent = error instanceof TypeError || error instanceof SyntaxError ? form.dataset.failed : error.message;
    }
  });
}

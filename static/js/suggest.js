// The search box as a combobox (ARIA authoring practices: listbox popup, no inline completion). The server
// suggests; without this script the form works as it is.
const WAIT = 150;

const boxes = new WeakSet();

export function enableSuggestions(input) {
  if (boxes.has(input)) return;
  boxes.add(input);
  const box = new Suggestions(input);
  input.addEventListener("input", () => box.typed());
  input.addEventListener("keydown", (event) => box.pressed(event));
  input.addEventListener("focusout", () => box.close());
  // This module comes when the box gets the focus; who types at once has typed before.
  if (document.activeElement === input && input.value !== input.defaultValue) box.typed();
}

class Suggestions {
  constructor(input) {
    this.input = input;
    this.list = document.getElementById("q-list");
    this.status = document.getElementById("q-status");
    this.at = -1;
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "q-list", "aria-expanded": "false", autocomplete: "off" };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    // A press must not take the focus from the box before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  typed() {
    this.mark(-1);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.running?.abort();
    this.running = new AbortController();
    const text = this.input.value;
    const query = new URLSearchParams({ q: text, lang: document.documentElement.lang });
    try {
      const response = await fetch(`${this.input.dataset.suggestions}?${query}`, { signal: this.running.signal });
      this.show(response.ok ? await response.json() : [], text);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(entries, text) {
    if (document.activeElement !== this.input) return;
    this.text = text;
    this.mark(-1);
    this.list.replaceChildren(...entries.map((entry, index) => this.option(entry, index)));
    this.open(entries.length > 0);
    const { number, none } = this.input.dataset;
    this.status.textContent = entries.length ? number.replace("{n}", entries.length) : this.input.value.length > 1 ? none : "";
  }

  option(entry, index) {
    const option = document.createElement("li");
    option.id = `q-option-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.className = "suggestion";
    const part = (className, text) => Object.assign(document.createElement("span"), { className, textContent: text });
    const kind = this.input.dataset[`kind${entry.kind[0].toUpperCase()}${entry.kind.slice(1)}`];
    option.append(part("suggestion__title", entry.title), part("suggestion__kind", entry.kind === "practice" ? kind : `${kind} · ${entry.count}`));
    option.dataset.href = entry.query ? `${this.input.dataset.home}?${entry.query}` : entry.url;
    return option;
  }

  pressed(event) {
    if (event.isComposing) return;
    // Options for what stood here before are no choice any more.
    const options = this.text === this.input.value ? [...this.list.children] : [];
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && options.length) {
      event.preventDefault();
      this.open(true);
      const next = this.at + steps[event.key];
      this.mark(next < -1 ? options.length - 1 : next >= options.length ? -1 : next);
    } else if (event.key === "Enter" && this.at >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.choose(options[this.at]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  mark(at) {
    this.at = at;
    for (const [index, option] of [...this.list.children].entries()) option.setAttribute("aria-selected", String(index === at));
    if (at < 0) this.input.removeAttribute("aria-activedescendant");
    else {
      this.input.setAttribute("aria-activedescendant", `q-option-${at}`);
      this.list.children[at].scrollIntoView({ block: "nearest" });
    }
  }

  choose(option) {
    this.close();
    location.assign(option.dataset.href);
  }

  open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.mark(-1);
  }

  close() {
    clearTimeout(this.timer);
    this.running?.abort();
    this.open(false);
  }
}

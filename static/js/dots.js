// Dots, what crowds of them look like and are called, the cards they open, and what leads to those far from all others.
const L = window.L;
const texts = document.getElementById("map-texts")?.dataset ?? {};
const NAMED = 3;
const ARROWS = { north: "↑", east: "→", south: "↓", west: "←" };

// Whether a key presses a button: Enter does, and so does the space bar, which must not scroll the page then.
export function pressed(event) {
  if (event.key !== "Enter" && event.key !== " ") return false;
  event.preventDefault();
  return true;
}

export function marker(feature, query, open, options) {
  const { slug, title, summary, handlungsfeld, place, precision, url } = feature.properties;
  const [lon, lat] = feature.geometry.coordinates;
  const region = precision === "region";
  const size = region ? 30 : 28;
  const icon = L.divIcon({
    className: "", iconSize: [size, size],
    html: `<span class="dot hf-${handlungsfeld}${region ? " dot--region" : ""}"><svg aria-hidden="true"><use href="#sign-${handlungsfeld}"></use></svg></span>`,
  });
  const name = region ? `${title} (${texts.region}: ${place})` : `${title} (${place})`;
  const dot = L.marker([lat, lon], { icon, alt: name, title: place, keyboard: open });
  Object.assign(dot, { slug, place });
  dot.on("add", () => sized(dot.getElement(), size, name, open));
  if (open) reachable(dot).bindPopup(() => card({ title, summary, place, region, handlungsfeld, href: `${new URL(url).pathname}${query ? `?${query}` : ""}` }), options);
  return dot;
}

// By keyboard the focus goes into the card, and back to its dot when the card closes.
export function reachable(dot) {
  let entered = false;
  dot.on("keydown", ({ originalEvent }) => {
    if (!pressed(originalEvent)) return;
    dot.openPopup();
    entered = true;
    dot.getPopup().getElement()?.querySelector(".popup__more").focus({ preventScroll: true });
  });
  return dot.on("popupclose", ({ popup }) => {
    const left = document.activeElement;
    if (entered && (left === document.body || popup.getElement()?.contains(left))) dot.getElement()?.focus({ preventScroll: true });
    entered = false;
  });
}

// A card never outgrows its map, so that its × stays in reach on the smallest phone.
export function popupOptions(map) {
  const { x, y } = map.getSize();
  const margin = x < 400 ? 8 : 24;
  return { autoPanPadding: [margin, margin], maxWidth: Math.min(280, x - 2 * margin - 34), minWidth: 160, maxHeight: y - 2 * margin - 36 };
}

function sized(element, size, name, open) {
  if (!element) return;
  const dot = element.firstElementChild;
  dot.style.width = dot.style.height = `${size}px`;
  element.setAttribute("aria-label", name);
  element.setAttribute("role", open ? "button" : "img");
}

function card({ title, summary, place, region, handlungsfeld, href }) {
  const box = document.createElement("div");
  box.className = `hf-${handlungsfeld}`;
  const line = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
  const link = line("a", "popup__more", texts.open);
  link.href = href;
  link.setAttribute("aria-label", `${texts.open}: ${title}`);
  box.append(line("p", "popup__place", region ? `${texts.region}: ${place}` : place), line("p", "popup__title", title), line("p", "popup__lead", summary), link);
  return box;
}

// Many cases in one town: no zoom takes them apart, so the list does.
export function placeCard(place, count, href) {
  const box = document.createElement("div");
  const line = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
  const link = line("a", "popup__more", texts.openList);
  link.href = href;
  box.append(line("p", "popup__title", place), line("p", "popup__lead", texts.inPlace.replace("{n}", count)), link);
  return box;
}

export function clusterIcon(cluster) {
  const markers = cluster.getAllChildMarkers();
  const cases = new Set(markers.map(({ slug }) => slug)).size;
  const shown = cases > 1 ? cases : markers.length;
  const size = shown < 10 ? 34 : 40;
  const many = document.createElement("span");
  many.className = `many many--${size}`;
  Object.assign(many.dataset, { count: markers.length, name: crowdName(markers, cases) });
  many.textContent = shown;
  return L.divIcon({ className: "", iconSize: [size, size], html: many.outerHTML });
}

// "3 examples in Datteln and Olfen", or "12 examples around Olfen": the place with most of them, and of equals the one
// in the middle.
function crowdName(markers, cases) {
  const places = new Map();
  for (const { place } of markers) places.set(place, (places.get(place) ?? 0) + 1);
  if (cases === 1) return filled(texts.spots, markers.length, listed([...places.keys()]));
  if (places.size <= NAMED) return filled(texts.clusterIn, cases, listed([...places.keys()]));
  const middle = L.latLngBounds(markers.map((m) => m.getLatLng())).getCenter();
  const off = (m) => m.getLatLng().distanceTo(middle);
  const [first] = [...markers].sort((a, b) => places.get(b.place) - places.get(a.place) || off(a) - off(b));
  return filled(texts.clusterAround, cases, first.place);
}

export function filled(text, n, place) {
  return text.replace("{n}", n.toLocaleString(document.documentElement.lang)).replace("{place}", place);
}

function listed(names) {
  return new Intl.ListFormat(document.documentElement.lang).format(names);
}

// markercluster gives its icons neither a role nor a name; a keyboard user needs both.
export function nameClusters(element) {
  requestAnimationFrame(() => {
    for (const many of element.querySelectorAll(".many[data-name]")) {
      many.style.width = many.style.height = many.classList.contains("many--40") ? "40px" : "34px";
      many.parentElement.setAttribute("role", "button");
      many.parentElement.setAttribute("aria-label", many.dataset.name);
    }
  });
}

// Notes at the edges of the map that lead to the few dots far from all others.
export function beyondNotes(map, element) {
  const box = Object.assign(document.createElement("div"), { className: "beyond" });
  element.append(box);
  L.DomEvent.disableClickPropagation(box);
  let far = [];
  map.on("moveend", draw);

  function draw() {
    const view = map.getBounds();
    const sides = new Map();
    for (const dot of far) {
      const side = sideOf(dot.getLatLng(), view);
      if (side) sides.set(side, [...(sides.get(side) ?? []), dot]);
    }
    const focused = box.contains(document.activeElement);
    box.replaceChildren(...[...sides].map(([side, dots]) => note(side, dots)));
    if (focused) element.focus({ preventScroll: true });
  }

  function note(side, dots) {
    const cases = new Set(dots.map(({ slug }) => slug)).size;
    const button = Object.assign(document.createElement("button"), { type: "button", className: `beyond__note beyond__note--${side}` });
    const arrow = Object.assign(document.createElement("span"), { textContent: ARROWS[side] });
    arrow.setAttribute("aria-hidden", "true");
    button.append(arrow, ` ${(cases === 1 ? texts.beyondOne : texts.beyondMany).replace("{n}", cases)}`);
    button.addEventListener("click", () => {
      element.focus({ preventScroll: true });
      map.fitBounds(L.latLngBounds([...dots.map((dot) => dot.getLatLng()), map.getCenter()]).pad(0.1), { maxZoom: map.getZoom() });
    });
    return button;
  }

  return {
    show(dots) {
      far = dots;
      draw();
    },
  };
}

// Beyond which edge of the view a point lies most, or null within it.
function sideOf({ lat, lng }, view) {
  const beyond = {
    north: lat - view.getNorth(), south: view.getSouth() - lat,
    east: lng - view.getEast(), west: view.getWest() - lng,
  };
  const [side, by] = Object.entries(beyond).sort((a, b) => b[1] - a[1])[0];
  return by > 0 ? side : null;
}

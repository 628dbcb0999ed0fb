// The map: Leaflet with our own basemap, signs as dots, clusters that open up.
import { loadBasemap } from "./data.js";

const L = window.L;
const HOME = [[46.2, 5.6], [55.1, 16.2]];
const texts = document.getElementById("map-texts")?.dataset ?? {};
const settings = JSON.parse(document.getElementById("map-settings")?.textContent ?? "{}");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export function createMap(element) {
  const map = L.map(element, {
    zoomControl: false, attributionControl: true, minZoom: 2, maxZoom: 13, worldCopyJump: true,
    zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, zoomSnap: 0.5,
  }).fitBounds(HOME);
  L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut, position: "topright" }).addTo(map);
  map.attributionControl.setPrefix(false);
  drawGround(map, element);
  const dots = L.markerClusterGroup({
    showCoverageOnHover: false, maxClusterRadius: 38, animate: !calm, spiderfyOnMaxZoom: true,
    iconCreateFunction: clusterIcon, zoomToBoundsOnClick: true, spiderLegPolylineOptions: { weight: 1.5, color: "#4d5550" },
  }).addTo(map);
  dots.on("animationend spiderfied", () => nameClusters(element));
  map.on("zoomend moveend layeradd", () => nameClusters(element));
  // markercluster knows only the mouse. What its clusters open into replaces them, so the focus goes to the map.
  dots.on("clusterkeydown", ({ layer, originalEvent }) => {
    if (!pressed(originalEvent)) return;
    element.focus({ preventScroll: true });
    layer.fire("click", {}, true);
  });
  // Leaflet names the button in English whatever the page speaks.
  map.on("popupopen", ({ popup }) => popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", texts.close));
  const bySlug = new Map();
  let lit = [];
  // Leaflet listens for Escape only while the map itself has the focus, not one of its dots.
  element.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());

  let crowd = null;

  return {
    // More than a map can draw one by one: the server clusters them.
    async showMany(mapQuery, pageQuery) {
      crowd ??= (await import("./clusters.js")).clusterLayer(map, element, { marker, pressed, reachable, popup: placeCard });
      dots.clearLayers();
      bySlug.clear();
      delete element.dataset.dots;
      return crowd.show(mapQuery, pageQuery);
    },
    show(collection, query, { open = true } = {}) {
      crowd?.clear();
      dots.clearLayers();
      bySlug.clear();
      const markers = collection.features.map((feature) => marker(feature, query, open));
      for (const m of markers) bySlug.set(m.slug, [...(bySlug.get(m.slug) ?? []), m]);
      // Placed first and filled afterwards: so no cluster is drawn for a view nobody sees.
      fit(map, markers, open ? 8 : 6.5);
      dots.addLayers(markers);
      element.dataset.dots = markers.length;
      nameClusters(element);
    },
    fail() {
      element.innerHTML = "";
      element.textContent = texts.failed;
      element.setAttribute("role", "status");
    },
    light(slug) {
      for (const icon of lit) icon.classList.remove("is-lit");
      lit = (bySlug.get(slug) ?? []).map((m) => (dots.getVisibleParent(m) ?? m).getElement?.()?.firstElementChild).filter(Boolean);
      for (const icon of lit) icon.classList.add("is-lit");
    },
  };
}

function fit(map, markers, maxZoom) {
  if (!markers.length) return map.fitBounds(HOME);
  const bounds = L.latLngBounds(markers.map((m) => m.getLatLng()));
  map.fitBounds(bounds.pad(0.05), { maxZoom, animate: false });
}

// Whether a key presses a button: Enter does, and so does the space bar, which must not scroll the page then.
function pressed(event) {
  if (event.key !== "Enter" && event.key !== " ") return false;
  event.preventDefault();
  return true;
}

function marker(feature, query, open) {
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
  dot.slug = slug;
  dot.on("add", () => sized(dot.getElement(), size, name, open));
  if (open) reachable(dot).bindPopup(() => card({ title, summary, place, region, handlungsfeld, href: `${new URL(url).pathname}${query ? `?${query}` : ""}` }), { autoPanPadding: [24, 24], maxWidth: 300 });
  return dot;
}

// By keyboard the focus goes into the card, and back to its dot when the card closes.
function reachable(dot) {
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
function placeCard(place, count, href) {
  const box = document.createElement("div");
  const line = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
  const link = line("a", "popup__more", texts.openList);
  link.href = href;
  box.append(line("p", "popup__title", place), line("p", "popup__lead", texts.inPlace.replace("{n}", count)), link);
  return box;
}

function clusterIcon(cluster) {
  const count = cluster.getChildCount();
  const size = count < 10 ? 34 : 40;
  return L.divIcon({ className: "", iconSize: [size, size], html: `<span class="many many--${size}" data-count="${count}">${count}</span>` });
}

// markercluster gives its icons neither a role nor a name; a keyboard user needs both.
function nameClusters(element) {
  requestAnimationFrame(() => {
    for (const many of element.querySelectorAll(".many[class*=many--]")) {
      const size = many.classList.contains("many--40") ? "40px" : "34px";
      many.style.width = many.style.height = size;
      many.parentElement.setAttribute("role", "button");
      many.parentElement.setAttribute("aria-label", texts.cluster.replace("{n}", many.dataset.count));
    }
  });
}

async function drawGround(map, element) {
  if (settings.tileUrl) {
    L.tileLayer(settings.tileUrl, { attribution: settings.tileAttribution, maxZoom: 19 }).addTo(map);
    return;
  }
  map.attributionControl.addAttribution(texts.basemapSource);
  const ground = await loadBasemap(element.dataset.basemap);
  const pane = map.createPane("ground");
  pane.style.zIndex = 200;
  const renderer = L.canvas({ pane: "ground", padding: 0.4 });
  const layer = (data, style) => L.geoJSON(data, { renderer, pane: "ground", interactive: false, style }).addTo(map);
  layer(ground.countries, { color: "#b9b09a", weight: 0.8, fillColor: "#f2eee2", fillOpacity: 1 });
  layer(ground.laender, { color: "#c4b994", weight: 0.9, fillColor: "#fffdf7", fillOpacity: 1 });
  nameTowns(map, ground.towns);
  element.dataset.ground = "drawn";
}

function nameTowns(map, towns) {
  const pane = map.createPane("towns");
  pane.style.zIndex = 300;
  pane.style.pointerEvents = "none";
  const layer = L.layerGroup().addTo(map);
  const draw = () => {
    layer.clearLayers();
    const zoom = map.getZoom();
    const finest = zoom >= 7.5 ? 3 : zoom >= 6.5 ? 2 : zoom >= 4.5 ? 1 : 0;
    for (const town of towns.filter(({ rank }) => rank <= finest)) {
      const icon = L.divIcon({ className: "town", html: "", iconSize: null });
      const label = L.marker([town.lat, town.lon], { icon, pane: "towns", interactive: false, keyboard: false }).addTo(layer);
      label.getElement().textContent = town.name;
      label.getElement().setAttribute("aria-hidden", "true");
    }
  };
  map.on("zoomend", draw);
  draw();
}

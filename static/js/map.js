// The map: Leaflet with our own basemap, and which part of the world it shows.
import { clusterLayer } from "./clusters.js";
import { loadBasemap } from "./data.js";
import { beyondNotes, clusterIcon, marker, nameClusters, popupOptions, pressed } from "./dots.js";

const L = window.L;
const HOME = [[46.2, 5.6], [55.1, 16.2]];
// Fewer dots than these are all shown, however far apart.
const CROWD = 8;
const texts = document.getElementById("map-texts")?.dataset ?? {};
const settings = JSON.parse(document.getElementById("map-settings")?.textContent ?? "{}");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// ``moved``: called with [latitude, longitude, zoom] when the reader has moved the map.
export function createMap(element, { moved = () => {} } = {}) {
  // One finger and the wheel belong to the page; gestures.js gives the map two fingers, Ctrl and the mouse button.
  const map = L.map(element, {
    zoomControl: false, attributionControl: true, minZoom: 2, maxZoom: 13, worldCopyJump: true, zoomSnap: 0.5,
    zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, dragging: false, scrollWheelZoom: false,
  }).fitBounds(HOME);
  const gestures = async (event) => (await import("./gestures.js")).enableGestures(map, element, event);
  for (const name of ["pointerover", "touchstart", "wheel"]) element.addEventListener(name, gestures, { passive: true });
  L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut, position: "topright" }).addTo(map);
  map.attributionControl.setPrefix(false);
  drawGround(map, element);
  const dots = L.markerClusterGroup({
    showCoverageOnHover: false, maxClusterRadius: 38, animate: !calm, spiderfyOnMaxZoom: true,
    iconCreateFunction: clusterIcon, zoomToBoundsOnClick: true, spiderLegPolylineOptions: { weight: 1.5, color: colour("--ink-soft") },
  }).addTo(map);
  dots.on("animationend spiderfied", () => map.fire("dotsdrawn"));
  map.on("zoomend moveend layeradd dotsdrawn", () => nameClusters(element));
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
  let placing = false;
  map.on("moveend", () => placing || moved([map.getCenter().lat, map.getCenter().lng, map.getZoom()]));
  const place = (view, otherwise) => {
    placing = true;
    map.invalidateSize({ animate: false });
    if (view) map.setView(view.slice(0, 2), view[2], { animate: false });
    else otherwise?.();
    placing = false;
  };

  let crowd = null;
  let beyond = null;

  return {
    // More than a map can draw one by one: the server clusters them.
    async showMany(mapQuery, pageQuery, view) {
      crowd ??= clusterLayer(map, element);
      dots.clearLayers();
      bySlug.clear();
      beyond?.show([]);
      delete element.dataset.dots;
      place(view);
      return crowd.show(mapQuery, pageQuery);
    },
    show(collection, query, { open = true, view } = {}) {
      crowd?.clear();
      dots.clearLayers();
      bySlug.clear();
      const options = popupOptions(map);
      const markers = collection.features.map((feature) => marker(feature, query, open, options));
      for (const m of markers) bySlug.set(m.slug, [...(bySlug.get(m.slug) ?? []), m]);
      const near = core(markers.map((m) => m.getLatLng()));
      const far = markers.filter((m) => !near.includes(m.getLatLng()));
      // Placed first and filled afterwards: so no cluster is drawn for a view nobody sees.
      place(view, () => fit(map, near, { maxZoom: open ? 8 : 6.5, below: far.length ? 40 : 0 }));
      dots.addLayers(markers);
      element.dataset.dots = markers.length;
      map.fire("dotsdrawn");
      if (far.length) beyond ??= beyondNotes(map, element);
      beyond?.show(far);
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

// ``below``: room in pixels for the notes that lead to what lies beyond; there is always some for the zoom buttons.
function fit(map, points, { maxZoom, below }) {
  if (!points.length) return map.fitBounds(HOME, { animate: false });
  map.fitBounds(L.latLngBounds(points).pad(0.05), { maxZoom, animate: false, paddingTopLeft: [8, 8], paddingBottomRight: [48, below] });
}

// The points within Tukey's fences (1.5 times the spread of the middle half, beyond it), north to south and east to
// west: a few far ones must not make the map of most of them small. All of them, where that leaves out too many.
function core(points) {
  if (points.length < CROWD) return points;
  const fence = (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    const [low, high] = [sorted[Math.floor(sorted.length / 4)], sorted[Math.floor((sorted.length * 3) / 4)]];
    return [low - 1.5 * (high - low), high + 1.5 * (high - low)];
  };
  const [south, north] = fence(points.map(({ lat }) => lat));
  const [west, east] = fence(points.map(({ lng }) => lng));
  const near = points.filter(({ lat, lng }) => lat >= south && lat <= north && lng >= west && lng <= east);
  return near.length >= 0.85 * points.length ? near : points;
}

// A colour of static/css/tokens.css, as the scheme has it now.
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
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
  const layers = [
    [layer(ground.countries, { weight: 0.8, fillOpacity: 1 }), "--shore", "--land"],
    [layer(ground.laender, { weight: 0.9, fillOpacity: 1 }), "--border", "--home"],
  ];
  const paint = () => layers.forEach(([one, line, area]) => one.setStyle({ color: colour(line), fillColor: colour(area) }));
  paint();
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
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
      const icon = L.divIcon({ className: "town", html: `<span class="town__name" aria-hidden="true"></span>`, iconSize: null });
      const label = L.marker([town.lat, town.lon], { icon, pane: "towns", interactive: false, keyboard: false }).addTo(layer);
      label.getElement().firstElementChild.textContent = town.name;
    }
  };
  map.on("zoomend", draw);
  // Once dots have found their places: a name stands on the side of its town where neither a dot nor a name is.
  map.on("zoomend moveend dotsdrawn", () => requestAnimationFrame(() => placeNames(map)));
  draw();
  placeNames(map);
}

function placeNames(map) {
  const element = map.getContainer();
  const box = (node) => node.getBoundingClientRect();
  const edge = box(element);
  // Where a dot will be: some are still on their way there.
  const dotBox = (icon) => {
    const { x, y } = map.layerPointToContainerPoint(L.DomUtil.getPosition(icon));
    const [left, top, half] = [edge.left + element.clientLeft + x, edge.top + element.clientTop + y, icon.offsetWidth / 2];
    return { left: left - half, right: left + half, top: top - half, bottom: top + half };
  };
  const dots = [...element.querySelectorAll(".leaflet-marker-pane .leaflet-marker-icon")].map(dotBox);
  const taken = [...dots, ...[...element.querySelectorAll(".leaflet-control, .beyond__note")].map(box)];
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const within = (a) => a.left >= edge.left && a.right <= edge.right && a.top >= edge.top && a.bottom <= edge.bottom;
  for (const name of element.querySelectorAll(".town__name")) {
    const side = ["right", "left", "top", "bottom", ""].find((side) => {
      name.dataset.side = side;
      const mine = box(name);
      return !side || (within(mine) && within(box(name.parentElement)) && !taken.some((other) => meet(mine, other)));
    });
    if (side) taken.push(box(name));
  }
}

// Many cases: the server clusters them for each view; the map draws what it answers, a few hundred marks at most.
import { loadClusters } from "./data.js";
import { filled, marker, placeCard, popupOptions, pressed, reachable } from "./dots.js";

const L = window.L;
const PAD = 0.15;
const texts = document.getElementById("map-texts")?.dataset ?? {};

export function clusterLayer(map, element) {
  const layer = L.layerGroup().addTo(map);
  let query = null;
  let pageQuery = "";
  let reading = false;
  const moved = () => query !== null && !reading && refresh();
  map.on("moveend", moved);
  // An open card may move the map to fit in; drawing anew would close it under the reader's eyes.
  map.on("popupopen", () => (reading = true));
  map.on("popupclose", () => {
    reading = false;
    setTimeout(moved);
  });

  // A card that was opened meanwhile stays as it is while the map only moves (``anew``: other cases are asked for).
  async function refresh(anew = false) {
    const asked = query;
    try {
      const collection = await loadClusters(element.dataset.clusters, asked, Math.round(map.getZoom()), windowOf(map));
      if (asked === query && (anew || !reading)) draw(collection);
    } catch (error) {
      if (error.name !== "AbortError") element.dataset.failed = "clusters";
    }
  }

  function draw(collection) {
    // A mark at the edge moves the map when it gets the focus: it keeps it, though it is drawn anew.
    const focused = layer.getLayers().find((mark) => mark.getElement() === document.activeElement);
    layer.clearLayers();
    for (const feature of collection.features) {
      const { slug, place_slug } = feature.properties;
      const mark = slug ? single(feature) : many(feature);
      mark.key = slug ?? place_slug ?? String(feature.geometry.coordinates);
      layer.addLayer(mark);
    }
    if (focused) (layer.getLayers().find(({ key }) => key === focused.key)?.getElement() ?? element).focus({ preventScroll: true });
    element.dataset.clustered = collection.features.length;
    map.fire("dotsdrawn");
  }

  function single({ geometry, properties }) {
    return marker({ geometry, properties: { precision: "place", summary: "", ...properties } }, pageQuery, true, popupOptions(map));
  }

  function many({ geometry, properties }) {
    const [lon, lat] = geometry.coordinates;
    const { count, bbox, place, place_slug, around } = properties;
    const shown = short(count);
    const size = 26 + 5 * String(shown).length;
    const icon = L.divIcon({ className: "", iconSize: [size, size], html: `<span class="many" data-count="${count}">${shown}</span>` });
    const dot = L.marker([lat, lon], { icon, keyboard: true });
    dot.on("add", () => {
      const node = dot.getElement();
      node.firstElementChild.style.width = node.firstElementChild.style.height = `${size}px`;
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", filled(place_slug ? texts.clusterIn : texts.clusterAround, count, place ?? around));
    });
    if (place_slug) reachable(dot).bindPopup(() => placeCard(place, count, `${element.dataset.home}?${narrowed(pageQuery, place_slug)}`), popupOptions(map));
    else {
      const open = () => map.fitBounds([[bbox[1], bbox[0]], [bbox[3], bbox[2]]], { padding: [40, 40], maxZoom: 13 });
      dot.on("click", open);
      dot.on("keydown", ({ originalEvent }) => pressed(originalEvent) && open());
    }
    return dot;
  }

  return {
    show(mapQuery, newPageQuery) {
      query = mapQuery;
      pageQuery = newPageQuery;
      return refresh(true);
    },
    clear() {
      query = null;
      layer.clearLayers();
      delete element.dataset.clustered;
    },
  };
}

// What is in view and a little beyond, so that a small step needs no new answer to look whole.
function windowOf(map) {
  const bounds = map.getBounds().pad(PAD);
  const within = (value, limit) => Math.max(-limit, Math.min(limit, value));
  const [west, east] = [within(bounds.getWest(), 180), within(bounds.getEast(), 180)];
  if (west >= east) return [-180, -90, 180, 90];
  return [west, within(bounds.getSouth(), 90), east, within(bounds.getNorth(), 90)].map((value) => Number(value.toFixed(4)));
}

function narrowed(pageQuery, place) {
  const parameters = new URLSearchParams(pageQuery);
  parameters.set("place", place);
  return parameters;
}

function short(count) {
  return count.toLocaleString(document.documentElement.lang);
}

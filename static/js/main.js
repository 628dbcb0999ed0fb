// Entry of every page with a map: wires data, map and user interface together. Filtering happens on the server.
import { loadPoints } from "./data.js";
import { createMap } from "./map.js";
import { enableShortlist, show as showShortlist } from "./shortlist.js";
import { enableCopy, enableSwap, foldFacetsOnPhones } from "./ui.js";

const element = document.getElementById("map");
element?.replaceChildren();
// Where the reader moved the map to stays with the address, so that the way back leads to what they saw.
const remember = (view) => history.replaceState({ ...history.state, view }, "");
const map = element && window.L ? createMap(element, { moved: document.getElementById("summary") ? remember : undefined }) : null;

// ``view``: where the reader had moved the map to when they left this address.
async function showPoints(view) {
  const summary = document.getElementById("summary");
  if (!map || !summary) return;
  try {
    if ("clustered" in summary.dataset) return await map.showMany(summary.dataset.mapQuery, summary.dataset.query, view);
    map.show(await loadPoints(element.dataset.source, summary.dataset.mapQuery), summary.dataset.query, { view });
  } catch (error) {
    if (error.name !== "AbortError") map.fail();
  }
}

const inline = document.getElementById("points");
if (map && inline) map.show(JSON.parse(inline.textContent), "", { open: false });
else showPoints(history.state?.view);

enableSwap((view) => {
  showShortlist();
  showPoints(view);
});
enableCopy();
enableShortlist();

// Fetched when somebody turns to the search box: most first views do without it.
document.addEventListener("focusin", async (event) => {
  if (event.target.id === "q") (await import("./suggest.js")).enableSuggestions(event.target);
});
foldFacetsOnPhones();

// A card under the pointer or with the focus lights up its dot.
for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(enter, (event) => map?.light(event.target.closest?.("[data-slug]")?.dataset.slug));
  document.addEventListener(leave, () => map?.light(null));
}

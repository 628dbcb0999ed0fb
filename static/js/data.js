// What the map asks the server for.
let running = null;

// The points of a query string, as GeoJSON. A newer request ends an older one.
export async function loadPoints(source, query) {
  running?.abort();
  running = new AbortController();
  const parameters = new URLSearchParams(query);
  if (!parameters.has("lang")) parameters.set("lang", document.documentElement.lang);
  const response = await fetch(`${source}?${parameters}`, { signal: running.signal });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

// Clusters for a window; where the page itself is narrowed to a box, both must hold.
export async function loadClusters(source, query, zoom, view) {
  const parameters = new URLSearchParams(query);
  const own = parameters.get("bbox")?.split(",").map(Number);
  const box = own ? [Math.max(own[0], view[0]), Math.max(own[1], view[1]), Math.min(own[2], view[2]), Math.min(own[3], view[3])] : view;
  if (box[0] > box[2] || box[1] > box[3]) return { features: [] };
  parameters.set("bbox", box.join(","));
  parameters.set("zoom", Math.max(0, Math.min(22, zoom)));
  return loadPoints(source, parameters);
}

export async function loadBasemap(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

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

export async function loadBasemap(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

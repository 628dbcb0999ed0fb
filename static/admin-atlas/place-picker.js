// Finds a place by name or by a click on the map; adds it to the practice or fills in the form of a place.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const picker = document.getElementById("place-picker");
  if (!picker) return;
  picker.hidden = false; // without a script it finds nothing, and Enter in it would send the form
  const input = document.getElementById("picker-q");
  const list = document.getElementById("picker-results");
  const status = document.getElementById("picker-status");
  const map = drawMap();
  let timer = null;
  let newest = 0;

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => input.value.trim() && find({ q: input.value.trim() }), 250);
  });
  // Enter searches; it must not send the form around the picker.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (input.value.trim()) find({ q: input.value.trim() });
  });
  map?.on("click", ({ latlng }) => {
    const { lat, lng } = latlng.wrap();
    if (picker.dataset.mode === "place") fill({ lat: lat.toFixed(4), lon: lng.toFixed(4) });
    find({ lat, lon: lng });
  });

  async function find(parameters) {
    const mine = ++newest;
    const response = await fetch(`${picker.dataset.find}?${new URLSearchParams(parameters)}`);
    const answer = await response.json();
    if (mine !== newest) return;
    list.replaceChildren(...(answer.results ?? []).map(option));
    status.textContent = answer.error ?? (answer.results.length ? "" : picker.dataset.none);
  }

  function option(result) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(result.label, Object.assign(document.createElement("small"), { textContent: result.detail }));
    button.addEventListener("click", () => (picker.dataset.mode === "place" ? fillPlace(result) : addToPractice(result)));
    item.append(button);
    return item;
  }

  function fillPlace(result) {
    fill(result.fields);
    status.textContent = `${picker.dataset.filled} ${result.label}`;
  }

  function fill(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = document.getElementById(`id_${name}`);
      if (field && !field.readOnly) field.value = value ?? "";
    }
  }

  async function addToPractice(result) {
    let place = result;
    if (result.id === null) {
      const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
      const response = await fetch(picker.dataset.adopt, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ source: result.source }) });
      place = response.ok ? await response.json() : null;
      if (!place) {
        status.textContent = `${response.status}`;
        return;
      }
    }
    // The first empty row takes it, or a new one.
    const part = document.getElementById("places");
    const empty = [...part.querySelectorAll(".rows__list [data-row]")].find((row) => !row.querySelector("[name$='-place']").value);
    const row = empty ?? part.addRow();
    const field = row.querySelector("[name$='-place']");
    field.value = place.slug;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    status.textContent = `${picker.dataset.added} ${place.label}`;
    list.replaceChildren();
  }

  function drawMap() {
    const L = window.L;
    if (!L) return null;
    const drawn = L.map("picker-map", { zoomSnap: 0.5 }).fitBounds([[47, 5.8], [55, 15.2]]);
    drawn.attributionControl.setPrefix(false);
    fetch(picker.dataset.basemap).then((response) => response.json()).then((ground) => {
      const style = (fillColor) => ({ color: "#b9b09a", weight: 0.8, fillColor, fillOpacity: 1 });
      L.geoJSON(ground.countries, { interactive: false, style: style("#f2eee2") }).addTo(drawn);
      L.geoJSON(ground.laender, { interactive: false, style: style("#fffdf7") }).addTo(drawn);
      for (const town of ground.towns) {
        L.circleMarker([town.lat, town.lon], { radius: 2, color: "#4d5550", interactive: false }).addTo(drawn).bindTooltip(town.name, { permanent: town.rank === 1, direction: "right" });
      }
      drawn.attributionControl.addAttribution(ground.source);
    });
    return drawn;
  }
});

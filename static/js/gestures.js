// Who moves the map: the mouse button, two fingers, Ctrl (or ⌘) with the wheel. One finger and the wheel alone scroll the
// page, over the map too; a hint says how it goes. Leaflet's own touch zoom is what two fingers do.
const texts = document.getElementById("map-texts")?.dataset ?? {};
const APPLE = /Mac|iP(hone|ad|od)/.test(navigator.platform);
const SHOWN = 1400;
const enabled = new WeakSet();

// ``first``: the event that brought this module; what it asks for is answered too.
export function enableGestures(map, element, first) {
  if (enabled.has(element)) return;
  enabled.add(element);
  const hint = Object.assign(document.createElement("p"), { className: "map-hint" });
  hint.setAttribute("aria-hidden", "true");
  element.append(hint);
  let timer = 0;
  const say = (text) => {
    hint.textContent = text;
    hint.classList.add("is-shown");
    clearTimeout(timer);
    timer = setTimeout(() => hint.classList.remove("is-shown"), SHOWN);
  };
  const answers = {
    // Whether a press drags depends on what presses: a device may have both a mouse and a touch screen.
    pointerover: ({ pointerType }) => map.dragging[pointerType === "touch" ? "disable" : "enable"](),
    pointerdown: ({ pointerType }) => map.dragging[pointerType === "touch" ? "disable" : "enable"](),
    touchmove: ({ touches }) => touches.length === 1 && say(texts.touchHint),
    wheel: (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.stopImmediatePropagation();
      say(APPLE ? texts.wheelHintApple : texts.wheelHint);
    },
  };
  for (const [name, answer] of Object.entries(answers)) element.addEventListener(name, answer, { capture: true, passive: true });
  map.scrollWheelZoom.enable();
  answers[first?.type]?.(first);
}

// Django proposes "burger" for Bürger; public addresses here spell umlauts out, as German readers expect.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const propose = window.URLify;
  if (!propose) return;
  const spelled = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
  window.URLify = (text, ...rest) => propose(text.toLowerCase().replace(/[äöüß]/g, (letter) => spelled[letter]), ...rest);
});

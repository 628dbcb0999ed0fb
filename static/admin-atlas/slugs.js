// Django proposes "burger" for Bürger; public addresses here spell umlauts out, as German readers expect.
"use strict";
if (window.URLify) {
  const propose = window.URLify;
  const spelled = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
  window.URLify = (text, ...rest) => propose(text.toLowerCase().replace(/[äöüß]/g, (letter) => spelled[letter]), ...rest);
}

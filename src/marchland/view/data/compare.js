"use strict";
// Draws the figures of the page from the data beside them; nothing is fetched.
const CONFIG = { displayModeBar: false, responsive: true };
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const plots = new Map();

function coloured(text, night) {
  if (!night) return JSON.parse(text);
  return JSON.parse(text, (_, v) => (typeof v === "string" && DARK[v] !== undefined ? DARK[v] : v));
}

function drawAll(night) {
  for (const [name, text] of plots) {
    const figure = coloured(text, night);
    figure.layout.autosize = true;
    delete figure.layout.height;
    Plotly.react(name, figure.data, figure.layout, CONFIG);
  }
}

for (const node of document.querySelectorAll("script[data-for]")) {
  plots.set(node.dataset.for, node.textContent);
  node.remove();
}
drawAll(dark.matches);
dark.addEventListener("change", () => drawAll(dark.matches));
window.addEventListener("beforeprint", () => drawAll(false));
window.addEventListener("afterprint", () => drawAll(dark.matches));

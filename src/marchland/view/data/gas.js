"use strict";
// Draws the figures of the gas page from the data beside them; nothing is fetched.
const CONFIG = { displaylogo: false, displayModeBar: false, responsive: true, scrollZoom: false };
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const small = window.matchMedia("(max-width: 600px)");
const plots = new Map();
const slider = document.getElementById("gas-slider");
const week = document.getElementById("gas-week");
const STILL = { mode: "immediate", frame: { duration: 0, redraw: true }, transition: { duration: 0 } };

function coloured(text) {
  if (!dark.matches) return JSON.parse(text);
  return JSON.parse(text, (_, v) => (typeof v === "string" && DARK[v] !== undefined ? DARK[v] : v));
}

function draw(name) {
  const figure = coloured(plots.get(name));
  figure.layout.autosize = true;
  delete figure.layout.height;
  delete figure.layout.width;
  if (small.matches) {
    figure.layout.xaxis.nticks = 4;
    figure.layout.font.size = 12;
  }
  return Plotly.react(name, { ...figure, config: CONFIG });
}

function show() {
  const name = weeks[Number(slider.value)];
  const words = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  week.textContent = new Date(name + "T12:00:00Z").toLocaleDateString("en-GB", words);
  slider.setAttribute("aria-valuetext", week.textContent);
  Plotly.animate("gas-map", [name], STILL);
}

async function drawAll() {
  for (const name of plots.keys()) await draw(name);
  show();
}

for (const node of document.querySelectorAll("script[data-for]")) {
  plots.set(node.dataset.for, node.textContent);
  node.remove();
}
const weeks = JSON.parse(plots.get("gas-map")).frames.map((frame) => frame.name);
slider.addEventListener("input", show);
dark.addEventListener("change", drawAll);
window.addEventListener("beforeprint", () => {
  for (const node of document.querySelectorAll("details")) node.open = true;
});
drawAll();

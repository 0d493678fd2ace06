"use strict";
// Draws the figures of the report from the data beside them; nothing is fetched.
const CONFIG = { displaylogo: false, displayModeBar: false, responsive: true, scrollZoom: false };
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const small = window.matchMedia("(max-width: 600px)");
const plots = new Map();

function read(node) {
  return node.textContent;
}

function coloured(text, night) {
  if (!night) return JSON.parse(text);
  return JSON.parse(text, (_, v) => (typeof v === "string" && DARK[v] !== undefined ? DARK[v] : v));
}

function fitted(figure, name) {
  const layout = figure.layout;
  layout.autosize = true;
  delete layout.height;
  delete layout.width;
  if (small.matches) {
    if (name === "people-map") layout.dragmode = false;
    if (layout.xaxis) layout.xaxis.nticks = 4;
    layout.font.size = 12;
  }
  return figure;
}

function draw(name, text, night) {
  const figure = fitted(coloured(text, night), name);
  return Plotly.react(name, { data: figure.data, layout: figure.layout, frames: figure.frames, config: CONFIG });
}

function drawAll(night) {
  for (const [name, text] of plots) {
    waiting.unobserve(document.getElementById(name));
    draw(name, text, night);
  }
}

// A picture is drawn when the reader comes near it, so that the page opens at once.
const waiting = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    waiting.unobserve(entry.target);
    draw(entry.target.id, plots.get(entry.target.id), dark.matches);
  }
}, { rootMargin: "800px" });

for (const node of document.querySelectorAll("script[data-for]")) {
  plots.set(node.dataset.for, read(node));
  node.remove();
}

// The map: a slider over the days, play and pause, and the area that is shown.
const slider = document.getElementById("map-slider");
const play = document.getElementById("map-play");
const day = document.getElementById("map-day");
const areas = [...document.querySelectorAll(".views button")];
const STILL = { mode: "immediate", frame: { duration: 0, redraw: true }, transition: { duration: 0 } };
const totals = JSON.parse(document.getElementById("map-totals")?.textContent ?? "[]");
const counts = [...document.querySelectorAll("#map .total")];
let days = [];
let timer = 0;

function show(index) {
  const name = days[index];
  const date = new Date(name + "T12:00:00Z");
  const words = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  day.textContent = date.toLocaleDateString("en-GB", words);
  slider.setAttribute("aria-valuetext", day.textContent);
  counts.forEach((node, i) => { node.textContent = totals[index][i].toLocaleString("en-GB"); });
  Plotly.animate("people-map", [name], STILL);
}

function stop() {
  window.clearInterval(timer);
  timer = 0;
  play.textContent = "Play";
}

function step() {
  const next = (Number(slider.value) + 1) % days.length;
  slider.value = String(next);
  show(next);
  if (next === days.length - 1) stop();
}

function zoom(button) {
  for (const one of areas) one.setAttribute("aria-pressed", String(one === button));
  Plotly.update("people-map", ...JSON.parse(button.dataset.view));
}

slider?.addEventListener("input", () => { stop(); show(Number(slider.value)); });
play?.addEventListener("click", () => {
  if (timer) { stop(); return; }
  play.textContent = "Pause";
  timer = window.setInterval(step, 600);
});
for (const button of areas) button.addEventListener("click", () => zoom(button));

async function redraw(night) {
  for (const [name, text] of plots) {
    const node = document.getElementById(name);
    if (name === "people-map" || !node.classList.contains("js-plotly-plot")) continue;
    draw(name, text, night);
  }
  await start(night);
}

async function start(night) {
  if (!slider) return; // no place has coordinates: there is no map
  await draw("people-map", plots.get("people-map"), night);
  const turned = areas.find((one) => one.getAttribute("aria-pressed") === "true");
  if (turned) zoom(turned);
  show(Number(slider.value));
}

if (slider) days = JSON.parse(plots.get("people-map")).frames.map((frame) => frame.name);
if (areas.length) areas[0].setAttribute("aria-pressed", "true");
for (const name of plots.keys()) {
  if (name !== "people-map") waiting.observe(document.getElementById(name));
}
start(dark.matches);
dark.addEventListener("change", () => redraw(dark.matches));
// On paper: all folds open but the settings of the run, pictures as wide as the page, light colours.
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("section:not(#provenance) details")) fold.open = true;
  document.body.classList.add("printing");
  drawAll(false);
});
window.addEventListener("afterprint", () => {
  document.body.classList.remove("printing");
  redraw(dark.matches);
});

"use strict";
// Draws the figures of a page from the data beside them; nothing is fetched.
const CONFIG = { ...SAID.plot, displaylogo: false, displayModeBar: false, responsive: true, scrollZoom: false };
// A map can be zoomed by buttons and moved by hand; the wheel stays with the page.
const ZOOM = { ...CONFIG, displayModeBar: true, modeBarButtons: [["zoomIn2d", "zoomOut2d", "resetScale2d"]] };
const STILL = { mode: "immediate", frame: { duration: 0, redraw: true }, transition: { duration: 0 } };
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const small = window.matchMedia("(max-width: 600px)");
const { shared, pictures } = JSON.parse(unpacked("pictures"));
const plots = new Map(Object.entries(pictures));

// A script that is put in place runs at once.
const library = document.createElement("script");
library.textContent = unpacked("plotly");
document.head.append(library);

function coloured(part, night) {
  if (Array.isArray(part)) return part.map((one) => coloured(one, night));
  if (typeof part === "string") return (night && DARK[part]) || part;
  if (part === null || typeof part !== "object") return part;
  if ("shared" in part) return coloured(shared[part.shared], night);
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, coloured(one, night)]));
}

function fitted(figure, name) {
  const layout = figure.layout;
  layout.autosize = true;
  delete layout.height;
  delete layout.width;
  if (small.matches) {
    if (players.has(name)) layout.dragmode = false;
    if (layout.xaxis) layout.xaxis.nticks = 4;
    layout.font.size = 12;
  }
  return figure;
}

async function draw(name, night) {
  const figure = fitted(coloured(plots.get(name), night), name);
  const map = await Plotly.react(name, { data: figure.data, layout: figure.layout, frames: figure.frames, config: name === "people-map" ? ZOOM : CONFIG });
  keepNames(map);
}

// A picture that moves: a slider over its frames, and where the page has them play, areas and totals.
class Player {
  constructor(node) {
    this.map = node.dataset.plays;
    this.frames = plots.get(this.map).frames.map((frame) => frame.name);
    this.slider = node.querySelector("input");
    this.play = node.querySelector(".play");
    this.shown = node.querySelector("output");
    this.areas = [...node.querySelectorAll(".views button")];
    const section = node.closest("section");
    this.totals = JSON.parse(section.querySelector("script[data-totals]")?.textContent ?? "[]");
    this.counts = [...section.querySelectorAll(".total")];
    this.timer = 0;
    this.slider.addEventListener("input", () => { this.stop(); this.show(); });
    this.play?.addEventListener("click", () => this.toggle());
    for (const button of this.areas) button.addEventListener("click", () => this.turn(button));
    this.areas[0]?.setAttribute("aria-pressed", "true");
  }

  show() {
    const index = Number(this.slider.value);
    const name = this.frames[index];
    this.shown.textContent = dayInWords(name);
    this.slider.setAttribute("aria-valuetext", this.shown.textContent);
    this.counts.forEach((node, i) => { node.textContent = numberInWords(this.totals[index][i]); });
    Plotly.animate(this.map, [name], STILL);
  }

  toggle() {
    if (this.timer) { this.stop(); return; }
    this.play.textContent = SAID.pause;
    this.timer = window.setInterval(() => this.step(), 600);
  }

  stop() {
    window.clearInterval(this.timer);
    this.timer = 0;
    if (this.play) this.play.textContent = SAID.play;
  }

  step() {
    const next = (Number(this.slider.value) + 1) % this.frames.length;
    this.slider.value = String(next);
    this.show();
    if (next === this.frames.length - 1) this.stop();
  }

  turn(button) {
    for (const one of this.areas) one.setAttribute("aria-pressed", String(one === button));
    Plotly.update(this.map, ...JSON.parse(button.dataset.view));
  }

  async start(night) {
    await draw(this.map, night);
    const turned = this.areas.find((one) => one.getAttribute("aria-pressed") === "true");
    if (turned) this.turn(turned);
    this.show();
  }
}

const players = new Map();
for (const node of document.querySelectorAll("[data-plays]")) players.set(node.dataset.plays, new Player(node));

// A picture is drawn when the reader comes near it, so that the page opens at once; what moves is drawn at once.
const waiting = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    waiting.unobserve(entry.target);
    draw(entry.target.id, dark.matches);
  }
}, { rootMargin: "800px" });
for (const name of plots.keys()) {
  if (!players.has(name)) waiting.observe(document.getElementById(name));
}
for (const player of players.values()) player.start(dark.matches);

function drawAll(night) {
  for (const name of plots.keys()) {
    waiting.unobserve(document.getElementById(name));
    draw(name, night);
  }
}

async function redraw(night) {
  for (const name of plots.keys()) {
    if (document.getElementById(name).closest(".brief")) continue;
    if (!document.getElementById(name).classList.contains("js-plotly-plot")) continue;
    await (players.get(name)?.start(night) ?? draw(name, night));
  }
}

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

const asOf = document.getElementById("as-of");
if (asOf) {
  const day = () => {
    const date = new Date(asOf.dataset.start + "T00:00:00Z");
    date.setUTCDate(date.getUTCDate() + Number(asOf.value));
    return date.toISOString().slice(0, 10);
  };
  const output = document.querySelector('output[for="as-of"]');
  asOf.addEventListener("input", () => { output.textContent = dayInWords(day()); });
  asOf.addEventListener("change", () => {
    const search = new URLSearchParams(asOf.dataset.search);
    search.set("as_of", day());
    output.textContent = dayInWords(day()) + " …";
    location.search = search;
  });
}

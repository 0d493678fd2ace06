"use strict";
// What the page does by itself: dark or light, the day on the map, play. Nothing is fetched.
(function () {
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const STILL = { mode: "immediate", frame: { duration: 0, redraw: true }, transition: { duration: 0 } };
  const LATER = [0, 150, 500, 1200];
  const last = {};

  // A new figure is drawn in its own time: what is to be seen of it is asked for again until then.
  function settle(what, action) {
    const mine = {};
    last[what] = mine;
    for (const wait of LATER) {
      window.setTimeout(() => { if (last[what] === mine) action(); }, wait);
    }
  }

  night.addEventListener("change", () => {
    window.dash_clientside.set_props("night", { data: night.matches });
  });

  function animate(day) {
    const map = document.querySelector("#map .js-plotly-plot");
    if (map && map.on) window.keepNames(map);
    const frames = map && map._transitionData && map._transitionData._frameHash;
    if (frames && frames[day] && window.Plotly) window.Plotly.animate(map, [day], STILL);
  }

  // Ranges around those of an area with one scale for both axes: a map that is drawn and animated at the
  // same time forgets that its axes are bound.
  function fitted(map, ranges) {
    const [x, y] = [ranges["xaxis.range"], ranges["yaxis.range"]];
    const { w, h } = map._fullLayout._size;
    const scale = Math.max((x[1] - x[0]) / w, (y[1] - y[0]) / h) / 2;
    const around = (range, size) => [-1, 1].map((side) => (range[0] + range[1]) / 2 + side * scale * size);
    return { "xaxis.range": around(x, w), "yaxis.range": around(y, h) };
  }

  function turn(view) {
    const map = document.querySelector("#map .js-plotly-plot");
    if (map && map._fullLayout && map.data && map.data.length > Math.max(...view[2])) {
      window.Plotly.update(map, view[0], fitted(map, view[1]), view[2]);
    }
  }

  function remember(day) {
    const address = new URL(window.location.href);
    if (!day || address.searchParams.get("day") === day) return;
    address.searchParams.set("day", day);
    const search = address.search.replaceAll("%40", "@").replaceAll("%3A", ":");
    window.history.replaceState(window.history.state, "", address.pathname + search);
  }

  function bare(search) {
    const said = new URLSearchParams(search || "");
    said.delete("day");
    const text = said.toString().replaceAll("%40", "@").replaceAll("%3A", ":");
    return text ? "?" + text : "";
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    marchland: {
      // The page has its name now: when it is closed, what it asked for need not be run on.
      night: (page) => {
        window.addEventListener("pagehide", () => navigator.sendBeacon("/left/" + page));
        return night.matches;
      },
      // The day that the slider stands at: shown on the map, in words, and in the address.
      day: (value, days, figure) => {
        if (!days || !days.names || !figure) return "";
        const day = days.names[Math.min(Number(value), days.names.length - 1)];
        settle("day", () => animate(day));
        const input = document.getElementById("slider");
        if (input) input.setAttribute("aria-valuetext", dayInWords(day));
        remember(day);
        return dayInWords(day);
      },
      // The area that the map shows.
      area: (name, days, figure) => {
        if (days && days.areas && days.areas[name] && figure) settle("area", () => turn(days.areas[name]));
        return "choice";
      },
      // The addresses of this visit, without the day on the map: the way back.
      walked: (search, before) => {
        const now = bare(search);
        const way = before && before.length === 1 && !before[0] ? [] : before || [];
        const next = way.length && way[way.length - 1] === now ? way : [...way, now];
        return [next, next.length < 2];
      },
      undo: (clicks, way) => {
        const none = window.dash_clientside.no_update;
        if (!clicks || !way || way.length < 2) return [none, none, none];
        const back = way.slice(0, -1);
        return [back[back.length - 1], "", back];
      },
      play: (clicks, stopped) => (clicks ? [!stopped, stopped ? SAID.pause : SAID.play] : [true, SAID.play]),
      step: (_, value, days) => {
        if (!days || !days.names) return window.dash_clientside.no_update;
        return (Number(value) + 1) % days.names.length;
      },
    },
  });
})();

// Asks the app for what changes with moves, weights and runs, and puts it in place.
const choose = document.getElementById("choose");
let asked = 0, soon = 0;

function wished() {
  const search = new URLSearchParams({ scenario: choose.dataset.scenario });
  for (const one of choose.querySelectorAll("select")) if (one.value) search.append("move", one.value);
  for (const one of choose.querySelectorAll("input[data-yours]")) {
    search.append("weight", `${one.dataset.of}:${Number(one.value)}`);
  }
  return search;
}

function later(wait, seen) {
  window.clearTimeout(soon);
  soon = window.setTimeout(() => ask(seen), wait);
}

async function ask(seen) {
  const mine = ++asked;
  const search = wished();
  search.set("part", "1");
  if (seen) search.set("seen", document.getElementById("state").dataset.seen);
  let answer;
  try {
    answer = await fetch(`/game?${search}`, { headers: { Accept: "text/html" } });
  } catch {
    tell(choose.dataset.lost);
    later(3000, seen);
    return;
  }
  const text = await answer.text();
  if (mine !== asked) return;
  if (answer.status === 200) put(text);
  else if (answer.status === 400) tell(new DOMParser().parseFromString(text, "text/html").body.textContent);
  if (answer.status === 202 || answer.status === 503) later(1000, false);
  else if (document.getElementById("state").dataset.seen !== "all") later(1000, true);
}

function tell(text) {
  document.querySelector("#state p").textContent = text;
}

// Folds that are open stay open; controls are not touched, so that the focus stays where it is.
function put(text) {
  const made = new DOMParser().parseFromString(text, "text/html");
  document.getElementById("state").replaceWith(made.getElementById("state"));
  const sections = [...made.querySelectorAll("section")];
  if (!sections.length) return; // only how far it is
  const open = new Set([...document.querySelectorAll("section details[open]")].map(named));
  document.getElementById("verdict").replaceWith(made.getElementById("verdict"));
  document.querySelector("nav.sections").replaceWith(made.querySelector("nav.sections"));
  const there = new Set([...sections.map((one) => one.id), ...choose.dataset.still.split(" ")]);
  for (const old of document.querySelectorAll("main > section")) if (!there.has(old.id)) old.remove();
  let last = document.querySelector("main > header");
  for (const section of sections) {
    document.getElementById(section.id)?.remove();
    last.after(section);
    last = section;
  }
  for (const fold of document.querySelectorAll("section details")) if (open.has(named(fold))) fold.open = true;
}

function named(fold) {
  return `${fold.closest("section").id} ${fold.querySelector("summary").textContent}`;
}

function changed() {
  window.history.replaceState(null, "", `/game?${wished()}`);
  window.clearTimeout(soon);
  ask(false);
}

choose.addEventListener("submit", (event) => event.preventDefault());
choose.addEventListener("input", (event) => {
  if (event.target.type !== "range") return;
  event.target.dataset.yours = "";
  event.target.parentElement.querySelector("output").textContent =
    `${Number(event.target.value)} (${choose.dataset.yours})`;
});
choose.addEventListener("change", changed);
document.getElementById("recorded").addEventListener("click", () => {
  for (const one of choose.querySelectorAll("select")) one.selectedIndex = 0;
  for (const one of choose.querySelectorAll("input[data-yours]")) {
    delete one.dataset.yours;
    one.value = one.dataset.declared;
    one.parentElement.querySelector("output").textContent = one.dataset.told;
  }
  changed();
});
if (document.getElementById("state").dataset.seen !== "all") later(1000, true);

"use strict";
// Names on a map. One that would run into another name, over the mark of another place or out of the picture is not
// shown until there is room for it; names stand in the order in which they matter.
const INDENT = /^\u2002+|\u2002+$/;
const NEAR = 5;
// Marks so wide, in pixels, are in the way of what is no place's name, such as a country's.
const LARGE = 8;

function roomOf(node) {
  const box = node.getBoundingClientRect();
  const spaces = INDENT.exec(node.textContent);
  if (!spaces) return { box, mark: null };
  const indent = node.getSubStringLength(spaces.index, spaces[0].length);
  const right = spaces.index === 0;
  const [left, end] = right ? [box.left + indent, box.right] : [box.left, box.right - indent];
  const [x, y] = [right ? box.left : box.right, (box.top + box.bottom) / 2];
  return {
    box: { left, right: end, top: box.top, bottom: box.bottom },
    mark: { left: x - NEAR, right: x + NEAR, top: y - NEAR, bottom: y + NEAR },
  };
}

function meet(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function showNames(map) {
  const edge = map.querySelector(".nsewdrag")?.getBoundingClientRect();
  if (!edge) return;
  const names = [...map.querySelectorAll(".textpoint text")].map((node) => ({ node, ...roomOf(node) }));
  const marks = [...map.querySelectorAll(".points path")].map((node) => node.getBoundingClientRect()).filter((box) => box.width > LARGE);
  const taken = [];
  for (const { node, box, mark } of names) {
    const inside = box.left >= edge.left && box.right <= edge.right && box.top >= edge.top && box.bottom <= edge.bottom;
    const over = names.some((other) => other.node !== node && other.mark && meet(box, other.mark)
      && !(mark && meet(mark, other.mark)));
    const free = inside && !over && (mark || !marks.some((one) => meet(box, one))) && !taken.some((one) => meet(box, one));
    node.style.visibility = free ? "" : "hidden";
    if (free) taken.push(box);
  }
}

// Look for room anew whenever the map is drawn, zoomed, moved or turned.
function keepNames(map) {
  if (!map._ev || map._named === map._ev || !map.querySelector(".textpoint")) return;
  map._named = map._ev;
  map.on("plotly_afterplot", () => showNames(map));
  showNames(map);
}

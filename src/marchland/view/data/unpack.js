"use strict";
// Returns as text what the page holds packed under a name: base64 of DEFLATE (RFC 1951).
function unpacked(name) {
  const node = document.querySelector(`script[data-packed="${name}"]`);
  const text = new TextDecoder().decode(inflated(bytes(node.textContent), Number(node.dataset.size)));
  node.remove();
  return text;
}

function bytes(base64) {
  const text = atob(base64);
  const found = new Uint8Array(text.length);
  for (let i = 0; i < found.length; i += 1) found[i] = text.charCodeAt(i);
  return found;
}

// Codes of up to 15 bits are looked up whole: symbol and length of what each 15 bits begin with.
function lookup(lengths) {
  const table = new Uint16Array(32768);
  const next = new Uint16Array(17);
  for (const length of lengths) if (length) next[length + 1] += 1;
  for (let length = 1; length < 17; length += 1) next[length] = (next[length] + next[length - 1]) << 1;
  lengths.forEach((length, symbol) => {
    if (!length) return;
    let turned = 0;
    for (let i = 0, code = next[length]; i < length; i += 1, code >>= 1) turned = (turned << 1) | (code & 1);
    next[length] += 1;
    for (let i = turned; i < 32768; i += 1 << length) table[i] = (symbol << 4) | length;
  });
  return table;
}

function inflated(from, size) {
  const to = new Uint8Array(size);
  let read = 0, written = 0, bits = 0, held = 0;
  const fill = (count) => {
    for (; bits < count; bits += 8) held |= (from[read++] ?? 0) << bits;
  };
  const drop = (count) => { held >>>= count; bits -= count; };
  const take = (count) => {
    fill(count);
    const value = held & ((1 << count) - 1);
    drop(count);
    return value;
  };
  const symbol = (table) => {
    fill(15);
    const found = table[held & 32767];
    drop(found & 15);
    return found >> 4;
  };
  const length = (code) => {
    if (code < 8 || code === 28) return code === 28 ? 258 : 3 + code;
    const more = (code >> 2) - 1;
    return 3 + ((4 + (code & 3)) << more) + take(more);
  };
  const distance = (code) => {
    if (code < 2) return 1 + code;
    const more = (code >> 1) - 1;
    return 1 + ((2 + (code & 1)) << more) + take(more);
  };
  const fixed = () => [
    Array.from({ length: 288 }, (_, i) => 8 + (i > 143) - 2 * (i > 255) + (i > 279)), Array(30).fill(5),
  ];
  const announced = () => {
    const [literals, distances, count] = [257 + take(5), 1 + take(5), 4 + take(4)];
    const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    const first = Array(19).fill(0);
    for (let i = 0; i < count; i += 1) first[order[i]] = take(3);
    const table = lookup(first);
    const found = [];
    while (found.length < literals + distances) {
      const code = symbol(table);
      const again = code < 16 ? 1 : code === 16 ? 3 + take(2) : code === 17 ? 3 + take(3) : 11 + take(7);
      if (code < 16) found.push(code);
      else found.push(...Array(again).fill(code === 16 ? found.at(-1) : 0));
    }
    return [found.slice(0, literals), found.slice(literals)];
  };
  const copy = () => {
    drop(bits & 7);
    const count = take(16);
    take(16);
    for (const end = written + count; written < end; written += 1) to[written] = take(8);
  };
  for (let last = 0; !last;) {
    last = take(1);
    const kind = take(2);
    if (kind === 0) { copy(); continue; }
    const [codes, distances] = (kind === 1 ? fixed() : announced()).map(lookup);
    for (let code = symbol(codes); code !== 256; code = symbol(codes)) {
      if (code < 256) { to[written++] = code; continue; }
      const end = written + length(code - 257);
      const back = distance(symbol(distances));
      for (; written < end; written += 1) to[written] = to[written - back];
    }
  }
  return to;
}

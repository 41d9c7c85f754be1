// Lines of a procedure and the ways to change them: pure, every way gives new lines or null where it cannot be.
// genba/work/outline.py does the same for the form without a script.
const DEEPEST = 5;

export const TEXTS = ["what", "who", "how_well", "why", "tools", "minutes", "low", "high", "unit", "order", "picture"];
export const FLAGS = ["may_be_skipped", "may_be_repeated", "is_measured", "wants_photo"];

/** A key that stays with a step through all versions. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(5))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function blank(depth = 0, what = "") {
  return { key: newKey(), depth, what, order: "in_order" };
}

/** A line as it is drawn, from what the server keeps: no nulls, numbers as words. */
export function fromServer(given) {
  const line = { key: given.key || newKey(), depth: given.depth ?? 0 };
  for (const name of TEXTS) line[name] = given[name] === null || given[name] === undefined ? "" : String(given[name]);
  for (const name of FLAGS) line[name] = Boolean(given[name]);
  return line;
}

export const isHeading = (lines, at) => at + 1 < lines.length && lines[at + 1].depth > lines[at].depth;

export function blockEnd(lines, at) {
  let end = at + 1;
  while (end < lines.length && lines[end].depth > lines[at].depth) end += 1;
  return end;
}

const shifted = (lines, by) => lines.map((line) => ({ ...line, depth: line.depth + by }));

/** How people count the lines: 1, 2, 2.1, 2.2, 3. */
export function numbers(lines) {
  const counted = [];
  return lines.map(({ depth }) => {
    counted.length = Math.min(counted.length, depth + 1);
    counted[depth] = (counted[depth] ?? 0) + 1;
    return counted.join(".");
  });
}

export function changed(lines, at, changes) {
  return lines.map((line, place) => (place === at ? { ...line, ...changes } : line));
}

export function insertedAfter(lines, at, more) {
  return [...lines.slice(0, at + 1), ...more, ...lines.slice(at + 1)];
}

export function removed(lines, at) {
  const end = blockEnd(lines, at);
  return [...lines.slice(0, at), ...shifted(lines.slice(at + 1, end), -1), ...lines.slice(end)];
}

export function indented(lines, at) {
  const end = blockEnd(lines, at);
  const deepest = Math.max(...lines.slice(at, end).map((line) => line.depth));
  if (at === 0 || lines[at].depth > lines[at - 1].depth || deepest >= DEEPEST) return null;
  return [...lines.slice(0, at), ...shifted(lines.slice(at, end), 1), ...lines.slice(end)];
}

export function outdented(lines, at) {
  if (!lines[at].depth) return null;
  const end = blockEnd(lines, at);
  return [...lines.slice(0, at), ...shifted(lines.slice(at, end), -1), ...lines.slice(end)];
}

export function movedUp(lines, at) {
  let above = at - 1;
  while (above >= 0 && lines[above].depth > lines[at].depth) above -= 1;
  if (above < 0 || lines[above].depth < lines[at].depth) return null;
  const end = blockEnd(lines, at);
  return [...lines.slice(0, above), ...lines.slice(at, end), ...lines.slice(above, at), ...lines.slice(end)];
}

export function movedDown(lines, at) {
  const below = blockEnd(lines, at);
  if (below >= lines.length || lines[below].depth < lines[at].depth) return null;
  return movedUp(lines, below);
}

/** The block of one line let go before another (or at the end): it takes a depth that fits its new neighbours. */
export function dropped(lines, key, beforeKey) {
  const at = lines.findIndex((line) => line.key === key);
  const block = lines.slice(at, blockEnd(lines, at));
  const rest = lines.filter((line) => !block.includes(line));
  const found = rest.findIndex((line) => line.key === beforeKey);
  const target = found < 0 ? rest.length : found;
  const above = target ? rest[target - 1].depth : -1;
  const below = target < rest.length ? rest[target].depth : 0;
  const depth = Math.min(Math.max(block[0].depth, below), above + 1);
  const deepest = Math.max(...block.map((line) => line.depth)) - block[0].depth + depth;
  if (deepest > DEEPEST) return null;
  return [...rest.slice(0, target), ...shifted(block, depth - block[0].depth), ...rest.slice(target)];
}

/** Pasted words: each line becomes a step; bullets and numbers at its beginning go. */
export function pasted(text, depth) {
  return text.split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–]|\d+(?:\.\d+)*[.)]?)\s+/, "").trim())
    .filter(Boolean)
    .map((what) => blank(depth, what.slice(0, 500)));
}

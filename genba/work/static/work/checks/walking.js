// How far somebody is on the way through a procedure, and what may come next. The same meaning as
// genba/analysis/procedure.py and walking.py; a test compares both on random trees.
// A tree is what Tree.plain() spells: {activity: "a"}, {tau: true}, {sequence: [...]}, choice, parallel, loop.

const SILENT = { tau: true };
const leaf = (tree) => "activity" in tree || "tau" in tree;
const operatorOf = (tree) => Object.keys(tree)[0];
const childrenOf = (tree) => (leaf(tree) ? [] : Object.values(tree)[0]);

export function mayEnd(tree) {
  if ("tau" in tree) return true;
  if ("activity" in tree) return false;
  const [children, operator] = [childrenOf(tree), operatorOf(tree)];
  if (operator === "choice") return children.some(mayEnd);
  if (operator === "loop") return mayEnd(children[0]);
  return children.every(mayEnd);
}

export function nextOf(tree) {
  if ("activity" in tree) return new Set([tree.activity]);
  const found = new Set();
  const inOrder = ["sequence", "loop"].includes(operatorOf(tree));
  for (const child of childrenOf(tree)) {
    for (const label of nextOf(child)) found.add(label);
    if (inOrder && !mayEnd(child)) break;
  }
  return found;
}

function joined(operator, children) {
  const left = children.filter((child) => !("tau" in child));
  if (!left.length) return SILENT;
  return left.length === 1 ? left[0] : { [operator]: left };
}

function after(tree, label) {
  if ("tau" in tree) return [];
  if ("activity" in tree) return tree.activity === label ? [SILENT] : [];
  const operator = operatorOf(tree);
  if (operator === "choice") return childrenOf(tree).flatMap((child) => after(child, label));
  if (operator === "loop") return afterInLoop(tree, label);
  return afterInBlock(tree, operator, label);
}

function afterInBlock(tree, operator, label) {
  const children = childrenOf(tree);
  const found = [];
  for (const [place, child] of children.entries()) {
    const before = operator === "parallel" ? children.slice(0, place) : [];
    for (const rest of after(child, label)) found.push(joined(operator, [...before, rest, ...children.slice(place + 1)]));
    if (operator === "sequence" && !mayEnd(child)) break;
  }
  return found;
}

function afterInLoop(tree, label) {
  const [body, ...redos] = childrenOf(tree);
  const more = { choice: [SILENT, ...redos.map((redo) => joined("sequence", [redo, tree]))] };
  const found = after(body, label).map((rest) => joined("sequence", [rest, more]));
  if (mayEnd(body)) {
    for (const redo of redos) for (const rest of after(redo, label)) found.push(joined("sequence", [rest, tree]));
  }
  return found;
}

const once = (trees) => [...new Map(trees.map((tree) => [JSON.stringify(tree), tree])).values()];

/** What may be left to do after these activities. Empty where they are not allowed. */
export const restsOf = (tree, trace) =>
  trace.reduce((rests, label) => once(rests.flatMap((rest) => after(rest, label))), [tree]);

/** The activities that may be done next. */
export const mayFollow = (rests) => new Set(rests.flatMap((rest) => [...nextOf(rest)]));

/** Whether nothing more has to be done. */
export const mayBeOver = (rests) => rests.some(mayEnd);

// The editor of a procedure: lines by keyboard, mouse and finger, with undo, kept while one writes.
// Without this script the same form works with its buttons.
import { measureSoon, showAllowed } from "./editor-beside.js";
import { History } from "./editor-history.js";
import * as ways from "./editor-lines.js";
import { Saving } from "./editor-saving.js";
import { draw, focus, form, itemOf, items, list, read, say, valueOf, whatOf, word } from "./editor-view.js";
import { randomKey } from "../ui/js/form.js";
import { showToast } from "../ui/js/toast.js";

const history = new History();
const conflict = document.getElementById("conflict");
const undoButton = form.querySelector("[data-undo]");
const redoButton = form.querySelector("[data-redo]");
const wordFields = [...form.querySelectorAll("[data-word]")];
let theirs = null;

for (const item of items()) item.dataset.key ||= ways.newKey();
const wordsNow = () => Object.fromEntries(wordFields.map((field) => [field.name, field.value]));
let state = { words: wordsNow(), lines: items().map(read) };
const saving = new Saving({ state: () => state, onKept, onConflict });

// Changing

/** From here on this is what stands in the editor. Letters of one `group` are taken back together. */
function change(next, group = "") {
  history.push(state, group);
  show(next);
}

function show(next) {
  state = next;
  for (const field of wordFields) if (field.value !== state.words[field.name]) field.value = state.words[field.name] ?? "";
  draw(state.lines);
  undoButton.disabled = !history.canUndo;
  redoButton.disabled = !history.canRedo;
  saving.soon();
}

/** Change the lines, keep the caret with its line and say where that stands now. */
function arrange(lines, key) {
  if (!lines) return say("edge");
  change({ ...state, lines });
  focus(key, whatOf(itemOf(key)).selectionStart);
  say("moved", { number: ways.numbers(lines)[placeOf(key)] });
}

const placeOf = (key) => state.lines.findIndex((line) => line.key === key);

function add(at, what = "") {
  const depth = at < 0 ? 0 : state.lines[at].depth + (ways.isHeading(state.lines, at) ? 1 : 0);
  const line = ways.blank(depth, what);
  return [ways.insertedAfter(state.lines, at, [line]), line.key];
}

function addAfter(at) {
  const [lines, key] = add(at);
  change({ ...state, lines });
  focus(key);
}

/** Enter: what stands behind the caret begins the new step. */
function split(at, field) {
  const rest = field.value.slice(field.selectionEnd).trim();
  const [lines, key] = add(at, rest);
  change({ ...state, lines: ways.changed(lines, at, { what: field.value.slice(0, field.selectionStart).trim() }) });
  focus(key, 0);
}

/** Keyboards of phones send a line break instead of a key. */
function splitAtBreak(item, field) {
  const caret = field.value.indexOf("\n");
  field.value = field.value.replaceAll("\n", " ");
  field.setSelectionRange(caret, caret);
  split(placeOf(item.dataset.key), field);
}

function remove(at) {
  const number = ways.numbers(state.lines)[at];
  const near = state.lines[at - 1] ?? state.lines[at + 1];
  change({ ...state, lines: ways.removed(state.lines, at) });
  say("removed", { number });
  if (near) focus(near.key);
  else form.querySelector("[data-add-last]").focus();
}

function stepBack(next, told) {
  if (!next) return;
  const here = document.activeElement?.closest?.("[data-line]")?.dataset.key;
  const known = new Set(state.lines);
  const other = next.lines.find((line) => !known.has(line)); // lines are never changed in place
  show(next);
  const key = other?.key ?? here;
  if (key) focus(itemOf(key) ? key : state.lines.at(-1)?.key);
  say(told);
}
const undo = () => stepBack(history.undo(state), "undone");
const redo = () => stepBack(history.redo(state), "redone");

const DEEDS = {
  add: addAfter,
  remove,
  up: (at) => arrange(ways.movedUp(state.lines, at), state.lines[at].key),
  down: (at) => arrange(ways.movedDown(state.lines, at), state.lines[at].key),
  in: (at) => arrange(ways.indented(state.lines, at), state.lines[at].key),
  out: (at) => arrange(ways.outdented(state.lines, at), state.lines[at].key),
};

// Keyboard

form.addEventListener("keydown", (event) => {
  const letter = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && (letter === "z" || letter === "y")) {
    event.preventDefault();
    return letter === "y" || event.shiftKey ? redo() : undo();
  }
  if (event.target.matches("[data-field=what]") && !event.isComposing) typeInLine(event);
});

function typeInLine(event) {
  const field = event.target;
  const at = placeOf(field.closest("[data-line]").dataset.key);
  const act = deedOf(event, field, at);
  if (!act) return;
  event.preventDefault();
  act();
}

function deedOf(event, field, at) {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const line = state.lines[at];
  if (event.altKey && event.key === "ArrowUp") return () => DEEDS.up(at);
  if (event.altKey && event.key === "ArrowDown") return () => DEEDS.down(at);
  if (!plain) return null;
  if (event.key === "Enter") return () => split(at, field);
  if (event.key === "Tab") {
    const lines = event.shiftKey ? ways.outdented(state.lines, at) : ways.indented(state.lines, at);
    return lines && (() => arrange(lines, line.key)); // where it can go no further, Tab leaves the line as everywhere
  }
  if (event.key === "Backspace" && !field.value) return () => remove(at);
  if (event.key === "Escape") return () => field.closest("[data-line]").querySelector(".eline-menu > summary").focus();
  if (event.key === "ArrowUp" && at > 0 && field.selectionEnd === 0) return () => focus(state.lines[at - 1].key);
  const last = at + 1 < state.lines.length && field.selectionStart === field.value.length;
  return event.key === "ArrowDown" && last ? () => focus(state.lines[at + 1].key, 0) : null;
}

// Typing, pressing, pasting

form.addEventListener("input", (event) => {
  const field = event.target;
  if (field.matches("[data-word]")) change({ ...state, words: wordsNow() }, field.name);
  const item = field.closest("[data-line]");
  if (!item) return;
  if (field.matches("[data-field=what]") && field.value.includes("\n")) return splitAtBreak(item, field);
  if (field.matches("[data-field]")) {
    const changes = { [field.dataset.field]: valueOf(field) };
    change({ ...state, lines: ways.changed(state.lines, placeOf(item.dataset.key), changes) }, `${item.dataset.key} ${field.dataset.field}`);
  }
  if (field.closest("[data-no-picture]")) setPicture(item.dataset.key, "");
});

form.addEventListener("change", (event) => {
  if (event.target.matches("[data-picture]") && event.target.files[0]) upload(event.target);
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const item = button.closest("[data-line]");
  if (button.dataset.do && item) {
    event.preventDefault();
    button.closest("details").open = false;
    DEEDS[button.dataset.do](placeOf(item.dataset.key));
  }
  if (button.matches("[data-add-last]")) {
    event.preventDefault();
    change({ ...state, lines: [...state.lines, ways.blank(0)] });
    focus(state.lines.at(-1).key);
  }
  if (button === undoButton) undo();
  if (button === redoButton) redo();
  if (button.matches("[data-keep-mine]")) settle(false);
  if (button.matches("[data-take-theirs]")) settle(true);
});

form.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!event.target.matches("[data-field=what]") || !/\n\s*\S/.test(text.trim())) return;
  event.preventDefault();
  const at = placeOf(event.target.closest("[data-line]").dataset.key);
  const more = ways.pasted(text, state.lines[at].depth);
  const isEmpty = !event.target.value && !ways.isHeading(state.lines, at);
  const lines = ways.insertedAfter(state.lines, at, more);
  change({ ...state, lines: isEmpty ? ways.removed(lines, at) : lines });
  focus(more.at(-1).key);
});

// Before the part that marks forms as being sent: this one stays on the page.
addEventListener("submit", (event) => {
  if (event.target !== form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  saving.now();
}, true);

// Pictures

async function upload(input) {
  const key = input.closest("[data-line]").dataset.key;
  const body = new FormData();
  body.set("picture", input.files[0]);
  body.set("idempotency_key", randomKey());
  input.value = "";
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  try {
    const answer = await fetch(form.dataset.pictureUrl, { method: "POST", body, headers });
    const told = await answer.json();
    if (answer.ok) setPicture(key, told.picture);
    else showToast(told.sentence, { tone: "warn" });
  } catch {
    showToast(word("offline"), { tone: "warn" });
  }
}

function setPicture(key, picture) {
  if (placeOf(key) >= 0) change({ ...state, lines: ways.changed(state.lines, placeOf(key), { picture }) });
}

// What the server answers

function onKept({ allows }) {
  showAllowed(allows);
  measureSoon();
}

function onConflict(told) {
  theirs = told;
  const lines = told.lines.map(ways.fromServer);
  const counted = ways.numbers(lines);
  const ours = new Map(state.lines.map((line) => [line.key, line.what]));
  conflict.querySelector("[data-writer]").textContent = told.writer;
  conflict.querySelector("[data-when]").textContent = told.when;
  conflict.querySelector("[data-their-title]").textContent = told.words.title;
  conflict.querySelector("[data-their-lines]").replaceChildren(...lines.map((line, at) => {
    const item = document.createElement("li");
    item.dir = "auto";
    item.dataset.depth = line.depth;
    item.textContent = `${counted[at]} ${line.what}`;
    item.classList.toggle("is-different", ours.get(line.key) !== line.what);
    return item;
  }));
  conflict.hidden = false;
  conflict.focus();
}

/** Go on with theirs (ours is one Ctrl-Z away) or with ours. */
function settle(withTheirs) {
  conflict.hidden = true;
  const { base, words, lines } = theirs;
  if (withTheirs) change({ words: { ...state.words, ...words }, lines: lines.map(ways.fromServer) });
  saving.settle(base);
}

// Dragging

let carried = [];
window.Sortable?.create(list, {
  handle: "[data-grip]",
  draggable: "[data-line]",
  animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
  ghostClass: "is-dragged",
  onStart: ({ item }) => {
    const at = placeOf(item.dataset.key);
    carried = state.lines.slice(at + 1, ways.blockEnd(state.lines, at)).map((line) => itemOf(line.key));
    for (const one of carried) one.classList.add("is-carried");
  },
  onEnd: ({ item }) => {
    let below = item.nextElementSibling;
    while (below && carried.includes(below)) below = below.nextElementSibling;
    for (const one of carried) one.classList.remove("is-carried");
    const lines = ways.dropped(state.lines, item.dataset.key, below?.dataset.key);
    if (lines) change({ ...state, lines });
    else draw(state.lines);
  },
});

// Begin: what this device still had of the last visit comes back.

draw(state.lines);
const left = Saving.left();
if (left && JSON.stringify(left.lines) + JSON.stringify(left.words) !== JSON.stringify(state.lines) + JSON.stringify(state.words)) {
  saving.base = left.base;
  change({ words: { ...state.words, ...left.words }, lines: left.lines });
  showToast(word("kept"));
}
measureSoon(0);

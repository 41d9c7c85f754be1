// The map by hand, finger and keys. Every deed is a plain form that works without this script: boxes are moved at once,
// the form is sent, and the map that comes back takes its place.
import { randomKey } from "../ui/js/form.js";
import { showToast } from "../ui/js/toast.js";

const form = document.getElementById("places-form");
const words = document.getElementById("map-words");
const map = () => document.querySelector("svg[data-map]");
const boxes = () => [...map().querySelectorAll("[data-box]")];
const boxOf = (id) => map().querySelector(`[data-box="${CSS.escape(id)}"]`);
const filled = (text, parts) => text.replace(/\{(\w+)\}/g, (_whole, name) => parts[name] ?? "");
const logical = (x) => (map().hasAttribute("data-mirrored") ? -x : x);

const STEP = 20;
const SMALL_STEP = 4;
const SOON = 600;
const NEAR = 4; // a box jumps to places that are so far apart, so that boxes stand in line

let sending = Promise.resolve();
let waiting = 0;
let timer = 0;
const moved = new Map();

function prepare() {
  if (!map()) return;
  map().classList.add("can-draw");
  for (const box of boxes()) {
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "button");
    box.setAttribute("aria-label", filled(words.dataset.label, { name: box.dataset.name }));
  }
}

// Where things are

function point(event) {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(map().getScreenCTM().inverse());
  return { x, y };
}

function place(box, x, y) {
  box.setAttribute("transform", `translate(${x - Number(box.dataset.x)} ${y - Number(box.dataset.y)})`);
  box.dataset.nowX = x;
  box.dataset.nowY = y;
  for (const end of ["source", "target"]) {
    map().querySelectorAll(`[data-${end}="${box.dataset.box}"]`).forEach((arrow) => arrow.classList.add("is-loose"));
  }
}

const here = (box) => ({ x: Number(box.dataset.nowX ?? box.dataset.x), y: Number(box.dataset.nowY ?? box.dataset.y) });
const near = (value) => Math.round(value / NEAR) * NEAR;

// Sending

function keep(box) {
  const { x, y } = here(box);
  moved.set(box.dataset.box, [logical(x), y]);
}

function send(name) {
  clearTimeout(timer);
  if (!moved.size) return;
  const body = new FormData(form);
  body.set("places", JSON.stringify(Object.fromEntries(moved)));
  body.set("idempotency_key", randomKey());
  moved.clear();
  waiting += 1;
  sending = sending.then(() => post(body, name)).finally(() => { waiting -= 1; });
}

async function post(body, name) {
  let response;
  try {
    response = await fetch(form.action, { method: "POST", body });
  } catch {
    return refuse();
  }
  if (!response.ok) return refuse();
  show(new DOMParser().parseFromString(await response.text(), "text/html"));
  words.textContent = filled(words.dataset.moved, { name });
}

function refuse() {
  for (const box of boxes()) {
    box.removeAttribute("transform");
    delete box.dataset.nowX;
    delete box.dataset.nowY;
  }
  map().querySelectorAll(".is-loose").forEach((arrow) => arrow.classList.remove("is-loose"));
  words.textContent = words.dataset.refused;
  showToast(words.dataset.refused, { tone: "warn" });
}

/** Take the fresh map in, unless a box has been moved again since. */
function show(page) {
  const toasts = [...page.querySelectorAll("#toasts > [data-toast]")];
  if (waiting > 1 || moved.size || held) return;
  document.querySelectorAll("#toasts > [data-toast]").forEach((toast) => toast.remove());
  document.getElementById("toasts").append(...toasts.map((toast) => document.importNode(toast, true)));
  const fresh = page.querySelector("svg[data-map]");
  if (!fresh) return;
  const focused = document.activeElement?.closest?.("[data-box]")?.dataset.box;
  map().replaceWith(document.importNode(fresh, true));
  prepare();
  if (focused) boxOf(focused)?.focus({ preventScroll: true });
}

// By hand and finger

let held = null;

document.addEventListener("pointerdown", (event) => {
  const box = event.target.closest?.("[data-box]");
  if (!box || event.button !== 0) return;
  const handle = event.target.closest("[data-handle]");
  const { x, y } = point(event);
  const at = here(box);
  held = { box, from: at, dx: at.x - x, dy: at.y - y, isDrawing: Boolean(handle), hasMoved: false };
  map().setPointerCapture?.(event.pointerId);
  if (!held.isDrawing) box.classList.add("is-held");
  event.preventDefault();
  box.focus({ preventScroll: true });
});

// A finger on a box moves the box; anywhere else it moves the page.
document.addEventListener("touchstart", (event) => {
  if (event.target.closest?.("[data-box]")) event.preventDefault();
}, { passive: false });

document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const { x, y } = point(event);
  held.hasMoved ||= Math.hypot(x + held.dx - held.from.x, y + held.dy - held.from.y) > 3;
  if (held.isDrawing) return pull(event, x, y);
  if (held.hasMoved) place(held.box, near(x + held.dx), near(y + held.dy));
});

document.addEventListener("pointerup", (event) => {
  if (!held) return;
  const { box, isDrawing, hasMoved } = held;
  box.classList.remove("is-held");
  held = null;
  if (isDrawing) return letGo(event, box);
  if (!hasMoved) return;
  keep(box);
  send(box.dataset.name);
});

document.addEventListener("pointercancel", () => {
  if (!held) return;
  held.box.classList.remove("is-held");
  held = null;
  cut();
  if (!moved.size && waiting === 0) refuse();
});

// Drawing an arrow: a thread from the dot to another box, then the form asks what is handed over

function under(event) {
  return document.elementsFromPoint(event.clientX, event.clientY).map((one) => one.closest("[data-box]")).find(Boolean);
}

function pull(event, x, y) {
  const thread = map().querySelector(".map-thread")
    ?? map().appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  thread.setAttribute("class", "map-thread");
  const dot = held.box.querySelector("[data-handle]");
  thread.setAttribute("d", `M${dot.getAttribute("cx")} ${dot.getAttribute("cy")}L${x} ${y}`);
  const target = under(event);
  for (const box of boxes()) box.classList.toggle("is-target", box === target && box !== held.box);
}

function cut() {
  map().querySelector(".map-thread")?.remove();
  for (const box of boxes()) box.classList.remove("is-target");
}

function letGo(event, source) {
  const target = under(event);
  cut();
  const asked = document.querySelector("#draw form");
  if (!target || target === source || !asked) return;
  asked.elements.source.value = source.dataset.box;
  asked.elements.target.value = target.dataset.box;
  asked.elements.label.focus();
  asked.scrollIntoView({ block: "center" });
}

// By keys

const KEYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-box]");
  const way = KEYS[event.key];
  if (!box || !way || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const step = event.shiftKey ? SMALL_STEP : STEP;
  const { x, y } = here(box);
  place(box, x + way[0] * step, y + way[1] * step);
  keep(box);
  clearTimeout(timer);
  timer = setTimeout(() => send(box.dataset.name), SOON);
});

// Ctrl-Z takes back what the last words at the foot of the page offer to take back
document.addEventListener("keydown", (event) => {
  if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.target.closest?.("input, textarea, select")) return;
  const undo = [...document.querySelectorAll("#toasts form button")].at(-1);
  if (!undo) return;
  event.preventDefault();
  undo.click();
});

addEventListener("pagehide", () => {
  if (!moved.size) return;
  const body = new FormData(form);
  body.set("places", JSON.stringify(Object.fromEntries(moved)));
  body.set("idempotency_key", randomKey());
  fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" });
});

// Laying out: dagre finds the places, the form keeps them

document.getElementById("layout-form")?.addEventListener("submit", (event) => {
  if (!window.dagre || !map()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const graph = new window.dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 44, ranksep: 78, edgesep: 30 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const box of boxes()) graph.setNode(box.dataset.box, { width: 176, height: 64 });
  for (const arrow of map().querySelectorAll(".map-arrow")) {
    if (graph.hasNode(arrow.dataset.source) && graph.hasNode(arrow.dataset.target)) graph.setEdge(arrow.dataset.source, arrow.dataset.target);
  }
  window.dagre.layout(graph);
  for (const id of graph.nodes()) {
    const { x, y } = graph.node(id);
    moved.set(id, [near(x), near(y)]);
  }
  send("");
}, true);

prepare();

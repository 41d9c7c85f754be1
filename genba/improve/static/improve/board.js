// A board by mouse, finger and keyboard. Every move is the same plain form that works without this script:
// the card goes to its new place at once, the form is sent, and the board that comes back takes its place.
import { randomKey } from "../ui/js/form.js";
import { showToast } from "../ui/js/toast.js";

const form = document.getElementById("move-form");
const menu = document.getElementById("move-menu");
const words = document.getElementById("board-words");
const rightToLeft = document.documentElement.dir === "rtl";
const desk = matchMedia("(min-width: 48rem)");
let sending = Promise.resolve();
let waiting = 0;
let held = null;

const board = () => document.getElementById("board");
const lists = () => [...board().querySelectorAll(".column-cards")];
const cards = () => [...board().querySelectorAll(".kcard")];
const linkOf = (card) => card.querySelector("h3 a");
const cardOf = (id) => board().querySelector(`[data-card="${CSS.escape(id)}"]`);
const titleOf = (card) => linkOf(card).textContent.trim();
const filled = (text, parts) => text.replace(/\{(\w+)\}/g, (_whole, name) => parts[name] ?? "");
const say = (name, parts) => { words.textContent = filled(words.dataset[name], parts); };

// Moving

function move(card, list, before) {
  const from = { list: card.parentElement, before: card.nextElementSibling };
  list.insertBefore(card, before);
  settle(card, from);
}

/** The card stands where it should; tell the server, and put it back when the server says no. */
function settle(card, from) {
  card.classList.add("is-moving");
  const list = card.parentElement;
  const moved = {
    card: card.dataset.card,
    url: card.querySelector("[data-move]").dataset.url,
    column: list.dataset.column,
    before: card.nextElementSibling?.dataset.card ?? "",
  };
  const place = [...list.children].indexOf(card) + 1;
  say("moved", { title: titleOf(card), column: list.dataset.name, place, count: list.children.length });
  waiting += 1;
  sending = sending.then(() => send(moved, from)).finally(() => { waiting -= 1; });
}

async function send(moved, from) {
  const body = new FormData(form);
  body.set("column", moved.column);
  body.set("before", moved.before);
  body.set("idempotency_key", randomKey());
  await post(moved.url, body, { refused: () => refuse(moved, from), asked: () => putBack(moved, from) });
}

async function post(url, body, { refused, asked }) {
  let response;
  try {
    response = await fetch(url, { method: "POST", body });
  } catch {
    return refused();
  }
  if (!response.ok) return refused();
  if (new URL(response.url).pathname !== location.pathname) {
    asked();
    return location.assign(response.url); // The move needs some words first: go where they are asked for.
  }
  show(new DOMParser().parseFromString(await response.text(), "text/html"));
}

function putBack(moved, from) {
  const card = cardOf(moved.card);
  if (card && from.list.isConnected) from.list.insertBefore(card, from.before?.parentElement === from.list ? from.before : null);
  card?.classList.remove("is-moving");
}

function refuse(moved, from) {
  putBack(moved, from);
  say("refused", {});
  showToast(words.dataset.refused, { tone: "warn" });
}

/** Take the fresh board in, unless another move is already on its way. */
function show(page) {
  const toasts = page.querySelectorAll("#toasts > [data-toast]");
  if (waiting > 1) return;
  document.querySelectorAll("#toasts > [data-toast]").forEach((toast) => toast.remove());
  document.getElementById("toasts").append(...[...toasts].map((toast) => document.importNode(toast, true)));
  const fresh = page.getElementById("board");
  if (!fresh) return;
  const focused = document.activeElement?.closest?.(".kcard")?.dataset.card;
  const onMenu = document.activeElement?.matches?.("[data-move]");
  const left = board().querySelector(".columns").scrollLeft;
  board().replaceWith(document.importNode(fresh, true));
  const columns = board().querySelector(".columns");
  columns.scrollTo({ left, behavior: "instant" });
  if (focused) focus(cardOf(focused), onMenu);
  prepare();
}

function focus(card, onMenu = false) {
  if (!card) return;
  (onMenu ? card.querySelector("[data-move]") : linkOf(card)).focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// Keyboard

const STEPS = {
  ArrowUp: (card) => step(card, -1),
  ArrowDown: (card) => step(card, 1),
  ArrowLeft: (card) => sideways(card, rightToLeft ? 1 : -1),
  ArrowRight: (card) => sideways(card, rightToLeft ? -1 : 1),
};

function step(card, by) {
  const list = card.parentElement;
  const neighbour = by < 0 ? card.previousElementSibling : card.nextElementSibling;
  if (!neighbour) return say("edge", { title: titleOf(card) });
  move(card, list, by < 0 ? neighbour : neighbour.nextElementSibling);
  focus(card);
}

function sideways(card, by) {
  const row = lists().filter((list) => list.dataset.lane === card.parentElement.dataset.lane);
  const list = row[row.indexOf(card.parentElement) + by];
  if (!list) return say("edge", { title: titleOf(card) });
  move(card, list, list.firstElementChild);
  focus(card);
}

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.(".kcard");
  if (!form || !card || !event.altKey || event.ctrlKey || event.metaKey || !STEPS[event.key]) return;
  event.preventDefault();
  STEPS[event.key](card);
});

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (document.documentElement.dataset.singleKeys === "off" || (key !== "j" && key !== "k")) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const all = cards();
  const here = all.indexOf(document.activeElement?.closest?.(".kcard"));
  const next = here < 0 ? 0 : here + (key === "j" ? 1 : -1);
  if (!all[next]) return;
  event.preventDefault();
  focus(all[next]);
});

// The menu of a card

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-move]");
  if (opener && menu?.showPopover && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openMenu(opener);
  }
  const stepper = event.target.closest?.("#move-menu [data-step]");
  if (stepper && held) {
    const card = held;
    menu.hidePopover();
    step(card, stepper.dataset.step === "up" ? -1 : 1);
  }
});

function openMenu(opener) {
  held = opener.closest(".kcard");
  const column = held.parentElement.dataset.column;
  menu.querySelector("#move-menu-title").textContent = titleOf(held);
  for (const button of menu.querySelectorAll("[name=column]")) button.disabled = button.value === column;
  menu.querySelector("[data-step=up]").disabled = !held.previousElementSibling;
  menu.querySelector("[data-step=down]").disabled = !held.nextElementSibling;
  menu.showPopover();
  placeBeside(opener);
  menu.querySelector("button:not(:disabled)").focus();
}

function placeBeside(opener) {
  for (const side of ["top", "left"]) menu.style[side] = "";
  if (!desk.matches) return;
  const box = opener.getBoundingClientRect();
  const wanted = rightToLeft ? box.left : box.right - menu.offsetWidth;
  menu.style.left = `${Math.max(8, Math.min(wanted, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8))}px`;
}

menu?.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...menu.querySelectorAll("button:not(:disabled)")];
  const next = items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  items[(next + items.length) % items.length].focus();
  event.preventDefault();
});

menu?.addEventListener("toggle", (event) => {
  if (event.newState === "closed") held?.querySelector("[data-move]")?.focus({ preventScroll: true });
});

// Before the part that marks forms as being sent: these two stay on the page.
window.addEventListener("submit", (event) => {
  const undo = event.target.closest("#toasts form");
  if (event.target !== form && !(undo && form && /\/cards\/\d+\/moves\/$/.test(undo.action))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (undo) return takeBack(undo);
  const list = lists().find((one) => one.dataset.column === event.submitter.value && one.dataset.lane === held.parentElement.dataset.lane);
  const card = held;
  menu.hidePopover();
  move(card, list, list.firstElementChild);
  focus(card, true);
}, true);

function takeBack(undo) {
  const body = new FormData(undo);
  body.set("next", form.elements.next.value);
  undo.closest("[data-toast]").remove();
  waiting += 1;
  const refused = () => showToast(words.dataset.refused, { tone: "warn" });
  sending = sending.then(() => post(undo.action, body, { refused, asked: refused })).finally(() => { waiting -= 1; });
}

// Dragging, and which column is in sight

function prepare() {
  watchColumns();
  if (!form || !window.Sortable) return;
  board().classList.add("can-drag");
  for (const list of lists()) makeSortable(list);
}

function makeSortable(list) {
  let from = null;
  window.Sortable.create(list, {
    group: `cards${list.dataset.lane}`,
    draggable: ".kcard",
    filter: "[data-move]",
    preventOnFilter: false,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
    delay: 180,
    delayOnTouchOnly: true,
    touchStartThreshold: 6,
    scroll: true,
    onStart: ({ item }) => {
      from = { list: item.parentElement, before: item.nextElementSibling };
      board().classList.add("is-dragging");
    },
    onEnd: ({ item, from: left, to, oldIndex, newIndex }) => {
      board().classList.remove("is-dragging");
      if (left !== to || oldIndex !== newIndex) settle(item, from);
    },
  });
}

let watcher = null;
function watchColumns() {
  watcher?.disconnect();
  const links = new Map([...board().querySelectorAll(".column-switch a")].map((link) => [link.hash.slice(1), link]));
  watcher = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      const link = links.get(target.id);
      if (isIntersecting) link?.setAttribute("aria-current", "true");
      else link?.removeAttribute("aria-current");
    }
  }, { root: board().querySelector(".columns"), threshold: 0.6 });
  for (const id of links.keys()) watcher.observe(document.getElementById(id));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".column-switch a");
  if (!link) return;
  event.preventDefault();
  document.getElementById(link.hash.slice(1)).scrollIntoView({ block: "nearest", inline: "start" });
});

prepare();

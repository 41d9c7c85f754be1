// Single keys: C creates, G then a letter goes, / searches, ? shows all. They can be switched off
// (data-single-keys="off" on <html>) and never fire while somebody types.
// Rooms add keys by registering them, or by data-hotkey="e" on any link, button or field of a page.
import { keysOf, openPalette, shortcuts } from "./palette.js";

const WAIT = 1200;
const sheet = document.getElementById("shortcuts");
let before = "";
let timer = null;

const allowed = () => document.documentElement.dataset.singleKeys !== "off";
const FIELDS = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
// a dialog that was just closed keeps its focus until the browser paints: nobody types into it
const typing = (target) => target.closest?.(FIELDS) && !target.closest("dialog:not([open])");

document.addEventListener("keydown", (event) => {
  if (!allowed() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.defaultPrevented || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key.length !== 1) return;
  const pressed = `${before} ${event.key.toLowerCase()}`.trim();
  forget();
  if (act(pressed)) event.preventDefault();
  else if (shortcuts.some((item) => item.keys.startsWith(`${pressed} `))) remember(pressed);
});

function act(keys) {
  if (keys === "?") return openSheet();
  if (keys === "/") return openPalette() ?? true;
  const here = document.querySelector(`[data-hotkey="${CSS.escape(keys)}"]`);
  if (here) {
    if (here.matches("input, textarea, select")) here.focus();
    else here.click();
    return true;
  }
  const item = shortcuts.find((one) => one.keys === keys);
  if (item) location.assign(item.url);
  return Boolean(item);
}

function remember(keys) {
  before = keys;
  timer = setTimeout(forget, WAIT);
}

function forget() {
  before = "";
  clearTimeout(timer);
}

function openSheet() {
  if (!sheet) return false;
  const here = [...document.querySelectorAll("[data-hotkey]")].map((element) => ({
    keys: element.dataset.hotkey,
    label: element.dataset.hotkeyLabel ?? element.getAttribute("aria-label") ?? element.textContent.trim(),
  }));
  const always = [
    { keys: "Ctrl K", label: sheet.dataset.wordsPalette },
    { keys: "Ctrl Enter", label: sheet.dataset.wordsSend },
    { keys: "?", label: sheet.dataset.wordsSheet },
  ];
  const rows = [...shortcuts, ...here, ...always].flatMap(({ keys, label }) => {
    const name = document.createElement("dt");
    name.textContent = label;
    const key = document.createElement("dd");
    key.append(keysOf(keys));
    return [name, key];
  });
  sheet.querySelector("dl").replaceChildren(...rows);
  sheet.showModal();
  return true;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-shortcuts-open]")) openSheet();
});

// Draws lines into the list that the server wrote, and reads what it wrote. All words stand in the page.
import { FLAGS, TEXTS, isHeading, numbers } from "./editor-lines.js";

export const form = document.getElementById("editor");
export const list = document.getElementById("lines");
const pattern = document.getElementById("line-template");
const said = document.getElementById("editor-said");
const FIELDS = [...TEXTS.filter((name) => name !== "picture"), ...FLAGS];

export const word = (name) => form.dataset[`words${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
export const say = (name, parts = {}) => { said.textContent = word(name).replace(/\{(\w+)\}/g, (_whole, part) => parts[part] ?? ""); };
export const items = () => [...list.querySelectorAll(":scope > [data-line]")];
export const itemOf = (key) => items().find((item) => item.dataset.key === key);
export const fieldOf = (item, name) => item.querySelector(`[data-field="${name}"]`);
export const whatOf = (item) => fieldOf(item, "what");

/** One line as it stands in the page. */
export function read(item) {
  const line = { key: item.dataset.key, depth: Number(item.dataset.depth), picture: item.querySelector("[name$=-picture]").value };
  for (const name of FIELDS) line[name] = valueOf(fieldOf(item, name));
  return line;
}

export const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);

/** Make the page show these lines; a field that already says so is left alone, and with it the caret. */
export function draw(lines) {
  const counted = numbers(lines);
  const known = new Map(items().map((item) => [item.dataset.key, item]));
  let place = list.firstElementChild;
  lines.forEach((line, at) => {
    const item = known.get(line.key) ?? fresh(line.key);
    known.delete(line.key);
    if (item === place) place = place.nextElementSibling;
    else list.insertBefore(item, place);
    fill(item, line, counted[at], isHeading(lines, at));
  });
  for (const item of known.values()) item.remove();
}

function fresh(key) {
  const item = pattern.content.firstElementChild.cloneNode(true);
  item.dataset.key = key;
  return item;
}

function fill(item, line, number, heading) {
  item.dataset.depth = line.depth;
  item.querySelector("[data-number]").textContent = number;
  whatOf(item).setAttribute("aria-label", word("what").replace("{number}", number));
  for (const name of FIELDS) {
    const field = fieldOf(item, name);
    if (field.type === "checkbox") field.checked = Boolean(line[name]);
    else if (field.value !== (line[name] ?? "")) field.value = line[name] || (name === "order" ? "in_order" : "");
  }
  item.querySelector(".eline-order").hidden = !heading;
  showMarks(item, line, heading);
  showPicture(item, line.picture ?? "");
  item.querySelector("[data-summary]").textContent = [line.who, line.how_well, line.why].filter(Boolean).join(" · ").slice(0, 90);
}

function showMarks(item, line, heading) {
  const marks = [];
  if (heading && line.order && line.order !== "in_order") marks.push(word(line.order));
  if (line.may_be_skipped) marks.push(word("may_be_skipped"));
  if (line.may_be_repeated) marks.push(word("may_be_repeated"));
  const drawn = marks.map((text) => {
    const mark = document.createElement("span");
    mark.className = "tag tone-accent";
    mark.textContent = text;
    return mark;
  });
  item.querySelector("[data-marks]").replaceChildren(...drawn);
}

function showPicture(item, key) {
  const kept = item.querySelector("[name$=-picture]");
  item.querySelector("[data-no-picture]").hidden = !key;
  item.querySelector("[data-no-picture] input").checked = false;
  if (kept.value === key) return;
  kept.value = key;
  item.querySelector("[data-shown]")?.remove();
  if (!key) return;
  const picture = document.createElement("img");
  picture.className = "eline-picture";
  picture.dataset.shown = "";
  picture.alt = "";
  picture.src = `/files/${encodeURIComponent(key)}/`;
  item.querySelector("[data-no-picture]").before(picture);
}

/** Say at its line what is wrong; without faults everything is clean again. */
export function showFaults(faults, sent = []) {
  for (const item of items()) {
    item.classList.remove("invalid");
    item.querySelector("[data-fault]").hidden = true;
    for (const field of item.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  }
  for (const fault of faults) {
    const item = itemOf(sent[fault.line]?.key);
    if (!item) continue;
    item.classList.add("invalid");
    const told = item.querySelector("[data-fault]");
    told.textContent = fault.sentence;
    told.hidden = false;
    const field = fault.column && fieldOf(item, fault.column);
    field?.setAttribute("aria-invalid", "true");
    if (field && field !== whatOf(item) && !field.closest(".dropdown")) item.querySelector(".eline-more").open = true;
  }
}

export function focus(key, caret = -1) {
  const item = itemOf(key);
  if (!item) return;
  const field = whatOf(item);
  field.focus();
  const place = caret < 0 ? field.value.length : caret;
  field.setSelectionRange(place, place);
  item.scrollIntoView({ block: "nearest" });
}

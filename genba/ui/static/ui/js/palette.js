// The palette: Ctrl-K (or Cmd-K) lists what one can do, where one can go, and what the search finds.
const dialog = document.getElementById("palette");
const data = JSON.parse(document.getElementById("palette-data")?.textContent || '{"actions":[],"menu":[],"icons":{}}');
const input = dialog?.querySelector("input");
const list = dialog?.querySelector('[role="listbox"]');
const none = dialog?.querySelector(".palette-none");
let chosen = 0;
let found = [];
let waiting = null;

export const shortcuts = [...data.actions, ...data.menu].filter((item) => item.keys);

export function openPalette() {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  input.value = "";
  found = [];
  draw();
  input.focus();
}

function matches(item, words) {
  const label = item.label.toLowerCase();
  return words.every((word) => label.includes(word));
}

function groups() {
  const query = input.value.trim();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  // What begins with the words comes before what only holds them.
  const first = (item) => Number(!item.label.toLowerCase().startsWith(words[0] ?? ""));
  const pick = (items) => items.filter((item) => matches(item, words)).sort((one, other) => first(one) - first(other));
  const result = [
    [dialog.dataset.wordsDo, pick(data.actions)],
    [dialog.dataset.wordsGo, pick(data.menu)],
    [dialog.dataset.wordsFound, query ? found : []],
  ];
  if (query && dialog.dataset.allUrl) {
    const url = `${dialog.dataset.allUrl}?q=${encodeURIComponent(query)}`;
    result.push(["", [{ url, label: `${dialog.dataset.wordsAll}: ${query}`, icon: "search" }]]);
  }
  return result.filter(([, items]) => items.length);
}

function draw() {
  let index = 0;
  const parts = [];
  for (const [title, items] of groups()) {
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    if (title) {
      group.setAttribute("aria-label", title);
      const heading = document.createElement("p");
      heading.className = "palette-group";
      heading.setAttribute("aria-hidden", "true");
      heading.textContent = title;
      group.append(heading);
    }
    for (const item of items) group.append(drawItem(item, index++));
    parts.push(group);
  }
  list.replaceChildren(...parts);
  none.hidden = index > 0;
  choose(0);
}

function drawItem(item, index) {
  const row = document.createElement("a");
  row.className = "palette-item";
  row.href = item.url;
  row.id = `palette-${index}`;
  row.tabIndex = -1;
  row.setAttribute("role", "option");
  const words = document.createElement("span");
  words.dir = "auto";
  words.textContent = item.label;
  row.append(drawIcon(item.icon), words);
  if (item.hint) row.append(small(item.hint));
  if (item.keys) row.append(keysOf(item.keys));
  return row;
}

function small(text) {
  const hint = document.createElement("small");
  hint.dir = "auto";
  hint.textContent = text;
  return hint;
}

/** "g b" as two keys to press one after the other. */
export function keysOf(keys) {
  const row = document.createElement("span");
  row.className = "keys";
  for (const name of keys.split(" ")) {
    const key = document.createElement("kbd");
    key.textContent = name.length === 1 ? name.toUpperCase() : name;
    row.append(key);
  }
  return row;
}

function drawIcon(name) {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("class", "icon");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("width", "20");
  icon.setAttribute("height", "20");
  icon.setAttribute("aria-hidden", "true");
  // The drawings come from our own server and hold nothing that a person typed.
  icon.innerHTML = data.icons[name] ?? data.icons.link ?? "";
  return icon;
}

const options = () => [...list.querySelectorAll('[role="option"]')];

function choose(index) {
  const all = options();
  chosen = all.length ? (index + all.length) % all.length : 0;
  all.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
  if (all[chosen]) {
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

async function search() {
  waiting?.abort();
  const query = input.value.trim();
  if (!dialog.dataset.searchUrl || query.length < 2) return;
  waiting = new AbortController();
  try {
    const url = `${dialog.dataset.searchUrl}?q=${encodeURIComponent(query)}`;
    const answer = await fetch(url, { signal: waiting.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    found = (await answer.json()).results ?? [];
    const kept = chosen;
    draw();
    choose(Math.min(kept, options().length - 1));
  } catch {
    // A newer word was typed, or there is no signal: what is on the page still works.
  }
}

if (dialog) {
  let pause;
  input.addEventListener("input", () => {
    found = [];
    draw();
    clearTimeout(pause);
    pause = setTimeout(search, 150);
  });
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      choose(chosen + steps[event.key]);
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = options()[chosen];
      if (!option) return;
      if (event.ctrlKey || event.metaKey) window.open(option.href);
      else location.assign(option.href);
    }
  });
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option && option.getAttribute("aria-selected") !== "true") choose(options().indexOf(option));
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette-open]")) return;
    event.preventDefault();
    openPalette();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (dialog.open) dialog.close();
      else openPalette();
    }
  });
}

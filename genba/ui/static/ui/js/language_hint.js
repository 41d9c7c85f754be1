// A private look at one's own words: which of them judge people, and a question about the system instead.
// <div data-language-hint="address" data-of="title text"> asks when whoever writes pauses. With a button [data-look] inside
// it asks only when that is pressed, and never while the box named by data-not-with is ticked: then nothing leaves the page.
// It never holds anything up: whatever goes wrong, it stays silent.
const PAUSE = 900;
const LEAST = 12;
const AREAS = "[data-language-hint]";
const state = new WeakMap();

const boxOf = (area) => area.closest("form")?.elements[area.dataset.notWith];
const isSilent = (area) => Boolean(area.dataset.notWith && boxOf(area)?.checked);
const button = (area) => area.querySelector("[data-look]");
const wordsOf = (area) => {
  const { elements } = area.closest("form");
  return area.dataset.of.split(" ").map((name) => elements[name]?.value ?? "").join("\n").trim();
};

function stateOf(area) {
  if (!state.has(area)) state.set(area, { timer: 0, words: "", asking: null });
  return state.get(area);
}

function forget(area) {
  const mine = stateOf(area);
  clearTimeout(mine.timer);
  mine.asking?.abort();
  mine.words = "";
  area.querySelector("[data-hints]").replaceChildren();
}

async function look(area, asked = false) {
  const mine = stateOf(area);
  const words = wordsOf(area);
  if (isSilent(area) || (words === mine.words && !asked)) return;
  mine.asking?.abort();
  mine.words = words;
  if (words.length < LEAST && !asked) return area.querySelector("[data-hints]").replaceChildren();
  mine.asking = new AbortController();
  const body = new URLSearchParams(asked ? { text: words, asked: "yes" } : { text: words });
  try {
    const response = await fetch(area.dataset.languageHint, { method: "POST", body, headers: { "X-CSRFToken": area.dataset.token }, signal: mine.asking.signal });
    if (!response.ok || response.redirected || isSilent(area)) return;
    const said = document.createRange().createContextualFragment(await response.text());
    area.querySelector("[data-hints]").replaceChildren(said);
  } catch {
    // No signal, or newer words are on their way.
  }
}

const areas = (form) => [...(form?.querySelectorAll(AREAS) ?? [])];

document.addEventListener("input", (event) => {
  for (const area of areas(event.target.form)) {
    if (button(area) || !area.dataset.of.split(" ").includes(event.target.name)) continue;
    const mine = stateOf(area);
    clearTimeout(mine.timer);
    mine.timer = setTimeout(() => look(area), PAUSE);
  }
});

document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("[data-look]");
  if (pressed) look(pressed.closest(AREAS), true);
});

function offer(area) {
  const ask = area.querySelector("[data-ask]");
  if (!ask) return;
  ask.hidden = isSilent(area);
  if (ask.hidden) forget(area);
}

document.addEventListener("change", (event) => {
  for (const area of areas(event.target.form)) if (event.target.name === area.dataset.notWith) offer(area);
});
addEventListener("pageshow", () => document.querySelectorAll(AREAS).forEach(offer));
document.querySelectorAll(AREAS).forEach(offer);

// What stands beside the lines: what they allow, whether they fit one page, and the page as it prints.
import { form } from "./editor-view.js";

const PAUSE = 1200;
const fit = document.getElementById("fit");
const sheet = document.getElementById("sheet");
let timer = null;

export function showAllowed(sentences) {
  const drawn = sentences.map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    return item;
  });
  document.querySelector("#allows .allows").replaceChildren(...drawn);
}

/** Measure again, soon: setting the page takes a moment. */
export function measureSoon(wait = PAUSE) {
  fit.classList.add("is-old");
  clearTimeout(timer);
  timer = setTimeout(measure, wait);
}

async function measure() {
  try {
    const answer = await fetch(form.dataset.fitUrl, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    fit.replaceChildren(...[...page.body.childNodes].map((node) => document.importNode(node, true)));
    fit.classList.remove("is-old");
  } catch {
    // No connection: the figures stay, greyed out.
  }
  if (sheet.open) showPage();
}

function showPage() {
  const picture = document.createElement("img");
  picture.alt = sheet.querySelector("summary").textContent;
  picture.src = `${form.dataset.pageUrl}?paper=a4&at=${encodeURIComponent(form.elements.base.value)}`;
  sheet.querySelector(".sheet-picture").replaceChildren(picture);
}

sheet.addEventListener("toggle", () => { if (sheet.open) showPage(); });

// A step named as one of the longest: go to its line, not to an address.
fit.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#step-"]');
  const item = link && document.querySelector(`[data-line][data-key="${CSS.escape(link.hash.slice(6))}"]`);
  if (!item) return;
  event.preventDefault();
  item.querySelector("[data-field=what]").focus();
  item.scrollIntoView({ block: "center" });
});

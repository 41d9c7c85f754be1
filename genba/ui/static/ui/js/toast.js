// Toasts leave by themselves after eight seconds, unless somebody is reading or using them.
// Words of warning stay until they are closed.
const LIFE = 8000;
const region = document.getElementById("toasts");

/** Say something from a script. The words are plain text; the tone is ok, info, warn or bad. */
export function showToast(text, { tone = "info" } = {}) {
  const pattern = document.getElementById("toast-template");
  if (!region || !pattern) return;
  const toast = pattern.content.firstElementChild.cloneNode(true);
  toast.classList.add(`tone-${tone}`);
  toast.querySelector("p").textContent = text;
  region.append(toast);
}

function leave(toast) {
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), 200);
}

function startLife(toast) {
  if (toast.dataset.alive) return;
  toast.dataset.alive = "yes";
  if (toast.matches(".tone-bad, .tone-warn")) return;
  let timer = setTimeout(() => leave(toast), LIFE);
  const pause = () => clearTimeout(timer);
  const resume = () => {
    pause();
    if (!toast.matches(":hover, :focus-within")) timer = setTimeout(() => leave(toast), LIFE);
  };
  toast.addEventListener("pointerenter", pause);
  toast.addEventListener("focusin", pause);
  toast.addEventListener("pointerleave", resume);
  toast.addEventListener("focusout", () => setTimeout(resume));
}

if (region) {
  const startAll = () => region.querySelectorAll("[data-toast]").forEach(startLife);
  new MutationObserver(startAll).observe(region, { childList: true, subtree: true });
  startAll();
  region.addEventListener("click", (event) => {
    if (event.target.closest("[data-toast-close]")) leave(event.target.closest("[data-toast]"));
  });
}

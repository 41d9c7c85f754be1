// When a fragment does not come as expected: no signal, a fault of ours, or a whole page (a sign-in, a refusal)
// where a piece of one was asked for. Nothing is ever pasted into a place where it does not belong.
import { showToast } from "./toast.js";

const words = document.getElementById("toasts")?.dataset ?? {};

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status >= 500) {
    event.preventDefault();
    showToast(whyOf(ctx.text) || words.wordsFault, { tone: "bad" });
  } else if (isWholePage(ctx)) {
    event.preventDefault();
    if (ctx.request.method === "GET") location.assign(ctx.response.raw.url);
    else showWhole(ctx.text);
  }
});

document.addEventListener("htmx:error", () => showToast(words.wordsNoSignal, { tone: "warn" }));

function isWholePage(ctx) {
  return /<html[\s>]/i.test(ctx.text) && !ctx.select && ctx.target !== document.body;
}

// The sentence of a page that says why nothing can be saved just now.
function whyOf(text) {
  return new DOMParser().parseFromString(text, "text/html").querySelector("[data-trouble]")?.textContent.trim();
}

// Our listeners live on the document, so they serve the new page too.
function showWhole(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  document.replaceChild(document.adoptNode(page.documentElement), document.documentElement);
  scrollTo(0, 0);
  document.querySelector("h1, main")?.focus();
}

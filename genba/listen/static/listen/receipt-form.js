// Forms that open a receipt: the small sum is done first, and without a signal what was typed stays.
import { beginSolving, forgetSolution } from "./solving.js";
import { giveBack, showPage } from "./swap.js";

const PATIENCE = 60_000;
const TYPED = "form[data-receipt-form] textarea";

document.addEventListener("focusin", ({ target }) => {
  if (target.form?.matches("form[data-receipt-form]")) beginSolving(target.form).catch(() => {});
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-receipt-form]") || event.defaultPrevented) return;
  event.preventDefault();
  tell("moment");
  try {
    const page = await answerTo(form);
    const typed = typedBeside(form);
    showPage(page);
    if (typed) document.querySelector(TYPED).value = typed;
  } catch {
    tell("held");
    giveBack(form);
  }
});

// Only a page of ours is an answer: a net that asks for a sign-in answers with pages of its own.
async function answerTo(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set("altcha", await beginSolving(form));
  forgetSolution();
  const answer = await fetch(form.action, { method: "POST", body, redirect: "error", signal: AbortSignal.timeout?.(PATIENCE) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector("form[data-receipt-form]")) throw new Error("Not our page.");
  return page;
}

// Words that are being written stay when another form of the page, "Look for news", brings a new page.
function typedBeside(form) {
  const text = document.querySelector(TYPED);
  return text && text.form !== form ? text.value : "";
}

function tell(which) {
  document.querySelector("[data-send-state]").textContent = document.querySelector("[data-send-state]").dataset[which];
}

// Forms that open a receipt: the small sum is done first, and without a signal what was typed stays.
import { beginSolving, forgetSolution } from "./solving.js";
import { giveBack, showPage } from "./swap.js";

const PATIENCE = 60_000;

document.addEventListener("focusin", ({ target }) => {
  if (target.form?.matches("form[data-receipt-form]")) beginSolving(target.form).catch(() => {});
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-receipt-form]") || event.defaultPrevented) return;
  event.preventDefault();
  tell("moment");
  try {
    showPage(await answerTo(form));
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

function tell(which) {
  document.querySelector("[data-send-state]").textContent = document.querySelector("[data-send-state]").dataset[which];
}

// Change the colours at once; the server keeps the choice. Without scripts the form does the same.
import { randomKey } from "./form.js";

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  const theme = event.submitter?.value;
  if (!form || !theme) return;
  event.preventDefault();
  document.documentElement.dataset.theme = theme;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  const body = new FormData(form);
  body.set("theme", theme);
  body.set("idempotency_key", randomKey());
  fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
});

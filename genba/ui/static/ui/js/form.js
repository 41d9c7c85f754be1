// Forms: sent once, with a key that makes a repeat harmless; errors get the focus; files show their name.
const KEY = 'input[name="idempotency_key"], input[data-idempotency]';

/** Sixteen random bytes. crypto.randomUUID is missing on plain http, so we do not use it. */
export function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method")?.toLowerCase() !== "post" || form.matches("[data-theme-form]")) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  for (const key of form.querySelectorAll(KEY)) key.value ||= randomKey();
  if (event.defaultPrevented && !form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) return;
  startSending(form, event.submitter);
}, true);

function startSending(form, button) {
  form.dataset.sending = "yes";
  button?.setAttribute("aria-busy", "true");
  // A download or a prevented submit leaves the page where it is: give the button back.
  setTimeout(() => stopSending(form), form.matches("[data-download]") ? 1500 : 15000);
}

function stopSending(form) {
  delete form.dataset.sending;
  form.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
}

// Back from the next page: the form is new again, and so is its key.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sending]").forEach(stopSending);
  document.querySelectorAll(KEY).forEach((key) => { key.value = ""; });
});

document.addEventListener("htmx:finally:request", (event) => {
  const form = event.detail?.ctx?.sourceElement?.closest?.("form") ?? event.target.closest?.("form");
  if (!form) return;
  stopSending(form);
  if (event.detail?.ctx?.response?.raw?.ok) form.querySelectorAll(KEY).forEach((key) => { key.value = ""; });
});

// Ctrl-Enter (or Cmd-Enter) sends from inside a long text.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form?.requestSubmit();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches('[data-file] input[type="file"]')) showFile(event.target);
});

async function showFile(input) {
  const box = input.closest("[data-file]");
  const words = box.querySelector("[data-file-words]");
  words.dataset.before ??= words.textContent;
  box.querySelector(".file-preview")?.remove();
  const files = [...input.files];
  box.classList.toggle("has-file", files.length > 0);
  words.textContent = files.length ? files.map((file) => file.name).join(", ") : words.dataset.before;
  if (files[0]?.type.startsWith("image/")) await showPicture(box, files[0]);
}

// Drawn on a canvas, so that the page needs no permission for other picture addresses.
async function showPicture(box, file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 480 / picture.width);
    const canvas = document.createElement("canvas");
    canvas.width = picture.width * scale;
    canvas.height = picture.height * scale;
    canvas.className = "file-preview";
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    box.append(canvas);
  } catch {
    // Not a picture this browser can draw: the name is enough.
  }
}

function focusErrors(root) {
  [...root.querySelectorAll("[data-error-summary]")].find((summary) => !summary.closest("[data-living]"))?.focus();
}
document.addEventListener("htmx:after:swap", (event) => focusErrors(event.target));
focusErrors(document);

// Keeps what was typed in <form data-draft="key"> on this device until it was sent, so that an expired
// sign-in, a crash or a closed tab loses nothing. Drafts belong to the signed-in person (data-person on <html>)
// and go when that person signs out. Forms without data-draft are never touched.
const PREFIX = "draft:";
const KEPT_DAYS = 7;
const owner = document.documentElement.dataset.person ?? "";
const SKIP = '[type="password"], [type="hidden"], [type="file"], [data-no-draft]';

const nameOf = (form) => `${PREFIX}${owner}:${form.dataset.draft}`;
const forms = () => document.querySelectorAll("form[data-draft]");
const controls = (form) => [...form.elements].filter((control) => control.name && !control.matches(SKIP) && control.matches("input, textarea, select"));
const isToggle = (control) => control.type === "checkbox" || control.type === "radio";
const valueNow = (control) => (isToggle(control) ? control.checked : control.value);
const valueAtFirst = (control) => {
  if (isToggle(control)) return control.defaultChecked;
  if (control.matches("select")) return ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value ?? "";
  return control.defaultValue;
};
const idOf = (control) => (isToggle(control) ? `${control.name}=${control.value}` : control.name);

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, draft) {
  try {
    localStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // Storage is full or switched off: typing must go on.
  }
}

function keep(form, sent = false) {
  const changed = controls(form).filter((control) => valueNow(control) !== valueAtFirst(control));
  if (!changed.length && !sent) return localStorage.removeItem(nameOf(form));
  // The value that the server gave goes along: a draft never covers what somebody else wrote meanwhile.
  const values = Object.fromEntries(changed.map((control) => [idOf(control), { now: valueNow(control), first: valueAtFirst(control) }]));
  write(nameOf(form), { values, sent, at: Date.now() });
}

function restore(form) {
  const draft = read(nameOf(form));
  if (!draft || !Object.keys(draft.values).length) return;
  let restored = false;
  for (const control of controls(form)) {
    const kept = draft.values[idOf(control)];
    if (!kept || valueNow(control) !== kept.first || valueAtFirst(control) !== kept.first) continue;
    if (isToggle(control)) control.checked = kept.now;
    else control.value = kept.now;
    restored = true;
  }
  if (restored) tell(form);
}

function tell(form) {
  const words = document.documentElement.dataset;
  const note = document.createElement("p");
  note.className = "draft-note";
  note.setAttribute("role", "status");
  note.textContent = form.dataset.draftKept ?? words.draftKept ?? "We kept what you typed.";
  const fresh = document.createElement("button");
  fresh.type = "button";
  fresh.textContent = form.dataset.draftFresh ?? words.draftFresh ?? "Start fresh";
  fresh.addEventListener("click", () => {
    localStorage.removeItem(nameOf(form));
    form.reset();
    note.remove();
  });
  note.append(fresh);
  form.prepend(note);
}

// A form that was sent is done when the next page arrives, unless that page says it was not.
function settleSent() {
  const refused = document.querySelector('[data-sign-in], [data-error-page], input[type="password"], [data-error-summary]');
  const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  for (const name of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
    const draft = read(name);
    const old = !draft || Date.now() - draft.at > KEPT_DAYS * 86_400_000;
    if (old || (draft.sent && !refused && !cameBack)) localStorage.removeItem(name);
    else if (draft.sent) write(name, { ...draft, sent: false });
  }
}

const timers = new WeakMap();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), 300));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form[data-draft]")) {
    clearTimeout(timers.get(form));
    keep(form, true);
  }
  if (form.matches("[data-sign-out]")) {
    Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${owner}:`)).forEach((key) => localStorage.removeItem(key));
  }
});

document.addEventListener("htmx:after:request", (event) => {
  const form = event.detail?.ctx?.sourceElement?.closest?.("form[data-draft]");
  if (form && event.detail.ctx.response?.raw?.ok) localStorage.removeItem(nameOf(form));
});

settleSent();
forms().forEach(restore);
document.addEventListener("htmx:after:swap", (event) => event.target.querySelectorAll?.("form[data-draft]").forEach(restore));

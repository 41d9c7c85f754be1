// The report form: the small sum while one types, sending without losing a word, and what waits on this phone.
// Without this script the form is a plain form. All words stand in the page.
import { randomKey } from "../ui/js/form.js";
import { giveBack, showPage } from "./swap.js";
import { beginSolving, forgetSolution, solveInWorker } from "./solving.js";

const { outbox } = self.genba;
self.genba.solve = (challenge) => solveInWorker(region(), challenge);
const DRAFT = "report-draft";
const KIOSK = "genba-kiosk";
const PAUSE = 30_000;
const asked = new URLSearchParams(location.search);
const isCopy = "copy" in document.documentElement.dataset;
const isShared = isKiosk();
const mayWait = outbox.isPossible && "serviceWorker" in navigator && !isShared;
const cameBack = document.wasDiscarded || performance.getEntriesByType("navigation")[0]?.type === "reload";

const reportForm = () => document.querySelector("form[data-report]");
const region = () => document.querySelector("[data-outbox]");

// A device that many people use: `?kiosk` once, and nothing is kept on it (`?kiosk=off` ends it).
function isKiosk() {
  try {
    if (asked.get("kiosk") === "off") localStorage.removeItem(KIOSK);
    else if (asked.has("kiosk")) localStorage.setItem(KIOSK, "on");
    return localStorage.getItem(KIOSK) !== null;
  } catch {
    return asked.has("kiosk");
  }
}

// Sending

let isHeld = false;

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-report]") || event.defaultPrevented) return;
  event.preventDefault();
  send(event.target).finally(() => giveBack(event.target));
});

async function send(form) {
  const item = itemOf(form);
  tell("moment");
  const id = mayWait && item.isSaid ? await outbox.put(null, "waiting", item).catch(() => null) : null;
  const page = await outbox.alone(() => deliver(item));
  if (page) await settle(page, id);
  else if (id) await leaveToWait(form);
  else hold(form, item);
}

function itemOf(form) {
  const data = new FormData(form);
  const photo = data.get("photo");
  data.delete("photo");
  const { challenge } = form.dataset;
  const isSaid = Boolean(data.get("text").trim());
  return { address: form.action, challenge, isSaid, fields: [...data], photo: photo?.size ? photo : null };
}

// The page that came back, if it is ours: a net that asks for a sign-in answers with pages of its own.
async function deliver(item, mayTryAgain = true) {
  try {
    const solution = await beginSolving(reportForm());
    forgetSolution();
    const { text } = await outbox.send(item, { solution, accept: "text/html" });
    const page = new DOMParser().parseFromString(text, "text/html");
    if (mayTryAgain && page.querySelector("[data-again]")) return await deliver(item, false);
    return page.querySelector("[data-taken], form[data-report]") ? page : null;
  } catch {
    return null;
  }
}

async function settle(page, id) {
  const receipt = page.querySelector("[data-taken] ~ * [data-receipt]")?.textContent.trim();
  forgetDraft();
  if (id) await (receipt ? outbox.put(id, "shown", { receipt }) : outbox.remove(id));
  showPage(page);
  begin();
}

async function leaveToWait(form) {
  form.reset();
  form.elements.idempotency_key.value = randomKey();
  form.querySelectorAll(".file-preview").forEach((picture) => picture.remove());
  forgetDraft();
  tell("");
  await showOutbox();
  const worker = await navigator.serviceWorker.getRegistration(location.pathname);
  await worker?.sync?.register("outbox").catch(() => {});
  region().scrollIntoView({ block: "nearest" });
  setTimeout(sendWaiting, PAUSE);
}

// Where nothing can wait on the device the words stay in the form, and it is sent from there.
function hold(form, { isSaid }) {
  isHeld = isSaid;
  tell(isSaid ? (self.isSecureContext ? "held" : "heldHere") : "empty");
}

function tell(which) {
  const place = document.querySelector("[data-send-state]");
  if (place) place.textContent = which ? place.dataset[which] : "";
}

// What waits on this phone

async function showOutbox() {
  if (!mayWait || !region()) return;
  const items = await outbox.all().catch(() => []);
  const left = items.filter(({ state }) => state === "shown" && !cameBack);
  await Promise.all(left.map(({ id }) => outbox.remove(id)));
  const of = (...states) => items.filter((item) => states.includes(item.state) && !left.includes(item));
  const waiting = of("waiting");
  const boxes = [
    ...of("sent", "shown").map((item) => (item.receipt ? receiptBox(item) : box("named", item))),
    ...of("refused").map(refusedBox),
    ...(waiting.length ? [waitingBox(waiting)] : []),
  ];
  region().replaceChildren(...boxes);
}

function box(name, { id }) {
  const made = document.querySelector(`template[data-box="${name}"]`).content.firstElementChild.cloneNode(true);
  made.dataset.id = id;
  return made;
}

function waitingBox(items) {
  const made = box("waiting", items[0]);
  const title = made.querySelector("[data-count]");
  const form = new Intl.PluralRules(document.documentElement.lang).select(items.length);
  title.textContent = (title.dataset[form] ?? title.dataset.other).replace("#", items.length);
  return made;
}

function receiptBox(item) {
  const made = box("sent", item);
  const parts = item.receipt.split("-").map((part) => Object.assign(document.createElement("span"), { textContent: part }));
  const line = (mark) => Object.assign(document.createElement("i"), { textContent: mark, ariaHidden: "true" });
  made.querySelector("[data-receipt]").append(...parts.flatMap((part, index) => (index ? [line("-"), part] : [part])));
  return made;
}

function refusedBox(item) {
  const made = box("refused", item);
  const lines = (item.sentences ?? []).map((text) => Object.assign(document.createElement("li"), { textContent: text }));
  if (lines.length) made.querySelector("[data-why]").replaceChildren(...lines);
  return made;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-outbox-do]");
  if (!button) return;
  const id = Number(button.closest("[data-id]").dataset.id);
  const verbs = { send: sendWaiting, open: () => openInForm(id), remove: () => outbox.remove(id), removeWaiting };
  await verbs[button.dataset.outboxDo]();
  await showOutbox();
});

async function removeWaiting() {
  const waiting = (await outbox.all()).filter(({ state }) => state === "waiting");
  await Promise.all(waiting.map(({ id }) => outbox.remove(id)));
}

async function openInForm(id) {
  const form = reportForm();
  const item = (await outbox.all()).find((one) => one.id === id);
  const { text } = form.elements;
  const typed = text.value;
  fill(form, Object.fromEntries(item.fields));
  if (typed.trim()) text.value = `${text.value}\n\n${typed}`;
  if (item.photo) {
    const files = new DataTransfer();
    files.items.add(new File([item.photo], outbox.nameOf(item.photo), { type: item.photo.type }));
    form.elements.photo.files = files.files;
    form.elements.photo.dispatchEvent(new Event("change", { bubbles: true }));
  }
  await outbox.remove(id);
  text.focus();
}

function fill(form, values) {
  for (const name of ["text", "severity", "place", "kind", "name"]) {
    if (values[name] && form.elements[name]) form.elements[name].value = values[name];
  }
  const isMore = ["severity", "place", "kind", "name"].some((name) => values[name]);
  if (isMore) form.querySelector("details").open = true;
}

let isSending = false;

async function sendWaiting() {
  if (isHeld && reportForm()) return reportForm().requestSubmit();
  if (!mayWait || isSending || !region()) return undefined;
  isSending = true;
  const isEmpty = await outbox.sendAll().catch(() => false);
  isSending = false;
  await showOutbox();
  if (!isEmpty) setTimeout(sendWaiting, PAUSE);
  return undefined;
}

addEventListener("online", sendWaiting);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendWaiting());

// Typing: the sum begins, and the words are kept while this tab lives

let timer = 0;

document.addEventListener("input", ({ target }) => {
  if (!target.form?.matches("form[data-report]")) return;
  isHeld = false;
  tell("");
  beginSolving(target.form).catch(() => {});
  clearTimeout(timer);
  timer = setTimeout(() => keepDraft(target.form), 300);
});

function keepDraft(form) {
  const { text, severity, place, kind, name } = Object.fromEntries(new FormData(form));
  if (!isShared) inSession((session) => session.setItem(DRAFT, JSON.stringify({ text, severity, place, kind, name })));
}

function forgetDraft() {
  clearTimeout(timer);
  inSession((session) => session.removeItem(DRAFT));
}

function inSession(work) {
  try {
    return work(sessionStorage);
  } catch {
    return null; // switched off, or full: typing must go on
  }
}

function restoreDraft(form) {
  const draft = JSON.parse(inSession((session) => session.getItem(DRAFT)) ?? "null");
  if (!cameBack || !draft?.text || form.elements.text.value) return forgetDraft();
  fill(form, draft);
  return undefined;
}

// Another page may have begun the report in the address; the copy of the page does not know it yet.
function putBegun(form) {
  const given = { text: (asked.get("text") ?? "").slice(0, 1000), kind: asked.get("kind") };
  const isKind = [...form.querySelectorAll("[name=kind]")].some(({ value }) => value === given.kind);
  if (isCopy && !form.elements.text.value) fill(form, { text: given.text, kind: isKind ? given.kind : "" });
}

// The place on the poster is in the address; the copy of the page does not know it yet.
function putPlace(form) {
  const code = asked.get("place");
  const { place } = form.elements;
  if (!isCopy || !code) return;
  if (![...place.options].some(({ value }) => value === code)) place.add(new Option(form.dataset.thisPlace, code));
  place.value = code;
  form.querySelector("details").open = true;
}

// Beginning

async function keepForLater() {
  const { worker, scopes } = region().dataset;
  try {
    const register = (scope) => navigator.serviceWorker.register(worker, { scope, updateViaCache: "none" });
    const made = await Promise.all(scopes.split(" ").map(register));
    const [active] = await Promise.all(made.map(atWork));
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => { document.documentElement.dataset.offline = data ? "ready" : "failed"; };
    active.postMessage({ keep: `${location.pathname}${location.search}` }, [channel.port2]);
  } catch {
    document.documentElement.dataset.offline = "failed";
  }
}

const atWork = ({ active, waiting, installing }) => active ?? new Promise((done) => {
  const worker = installing ?? waiting;
  worker.addEventListener("statechange", () => worker.state === "activated" && done(worker));
});

async function leaveNothingHere() {
  const registrations = await navigator.serviceWorker?.getRegistrations();
  await Promise.all((registrations ?? []).map((registration) => registration.unregister()));
}

const begin = () => showOutbox().then(sendWaiting);

const form = reportForm();
if (form) {
  form.elements.idempotency_key.value = randomKey();
  putPlace(form);
  putBegun(form);
  restoreDraft(form);
  if (mayWait) keepForLater();
  else if (isShared) leaveNothingHere();
  navigator.serviceWorker?.addEventListener("message", showOutbox);
  begin();
}

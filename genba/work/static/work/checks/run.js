// A check is run on this page, step by step, with a signal or without. What was said is kept on the device at once, so
// that a reload or an empty battery takes nothing away; it is sent at the end, and at a failed step for the report.
import { randomKey } from "../../ui/js/form.js";
import { sendWaiting, showWaiting } from "./waiting.js";
import { mayBeOver, mayFollow, restsOf } from "./walking.js";

const { checks: outbox } = self.genba;
const root = document.querySelector("[data-run]");
const words = root?.dataset ?? {};
const isShell = "shell" in words;
const page = /^\/checks\/run\/(\d+)\/$/.exec(location.pathname);
const asked = new URLSearchParams(location.search);

let check = null;
let run = null;
let chosen = "";
let isFailedShown = false;
let isBusy = false; // a finger that taps twice says one thing

// The course of a run

const stepOf = (key) => check.steps.find((step) => step.key === key);
const last = () => run.results.at(-1);
const toTryAgain = () => (last()?.result === "fail" ? last().key : "");

function course() {
  const trace = run.results.filter((one, place) => {
    const before = run.results[place - 1];
    return !(before && before.result === "fail" && before.key === one.key);
  }).map(({ key }) => key);
  const rests = restsOf(check.tree, trace);
  const may = mayFollow(rests);
  const lastOf = new Map(run.results.map(({ key, result }) => [key, result]));
  const hasFailed = [...lastOf.values()].includes("fail");
  const isWhole = mayBeOver(rests);
  const next = check.steps.map(({ key }) => key).filter((key) => may.has(key));
  return { next, isWhole, hasFailed, mayEnd: isWhole || hasFailed };
}

// Values and limits

const DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹";

export function numberFrom(typed) {
  const plain = [...typed].map((letter) => (DIGITS.includes(letter) ? DIGITS.indexOf(letter) % 10 : letter)).join("")
    .replace("٫", ",").replace(/\s/g, "").replace("\u2212", "-");
  return /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,2})?$/i.test(plain) ? Number(plain.replace(",", ".")) : NaN;
}

const shown = (value) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 10 }).format(value);

function outside(step, value) {
  const said = (way, limit) => `${shown(value)} ${step.unit} ${way} ${shown(limit)} ${step.unit}.`.replace(/ +/g, " ").replace(" .", ".");
  if (step.low !== null && value < step.low) return said(words.wordsBelow, step.low);
  if (step.high !== null && value > step.high) return said(words.wordsAbove, step.high);
  return "";
}

// What is drawn

function draw(name, slots = {}, rows = {}) {
  const made = document.querySelector(`template[data-page="${name}"]`).content.firstElementChild.cloneNode(true);
  for (const slot of made.querySelectorAll("[data-slot]")) {
    const value = slots[slot.dataset.slot] ?? "";
    if (slot.tagName === "IMG") {
      slot.hidden = !value;
      if (value) slot.src = value;
    } else slot.textContent = value;
    if (["above", "how_well", "why_all", "place_name"].includes(slot.dataset.slot)) slot.hidden = !value;
  }
  for (const row of made.querySelectorAll("[data-row]")) row.hidden = !rows[row.dataset.row];
  return made;
}

function show(...parts) {
  root.replaceChildren(...parts);
  scrollTo(0, 0);
  const first = root.querySelector("h1, h2");
  if (first && run) {
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  }
}

function showBegin() {
  const teams = check.teams ?? [];
  const made = draw("begin", { title: check.title, why_all: check.why, place_name: check.place_name }, { teams: teams.length > 1 });
  made.querySelector("[data-team]").replaceChildren(...teams.map(({ pk, name }) => new Option(name, pk, false, pk === check.team)));
  show(made);
}

function showNow() {
  const { next, isWhole, hasFailed, mayEnd } = course();
  const again = toTryAgain();
  if (chosen && (next.includes(chosen) || chosen === again)) return showStep(chosen);
  chosen = "";
  if (again && isFailedShown) return showFailed({ next, isWhole, mayEnd });
  if (next.length === 1 && !isWhole && !(hasFailed && isFailedShown)) return showStep(next[0]);
  return show(nextPart({ next, isWhole, mayEnd }), footPart());
}

function showStep(key) {
  const step = stepOf(key);
  const slots = { ...step, title: check.title };
  const rows = { limits: step.limits && step.is_measured, minutes: step.minutes, who: step.who, tools: step.tools, why: step.why, value: step.is_measured, wants_photo: step.wants_photo, gauge: step.is_measured && gauges().length };
  const made = draw("step", slots, rows);
  made.dataset.key = key;
  offerGauges(made, step);
  restore(made);
  show(made, footPart());
}

function showFailed(state) {
  const made = draw("failed", { words: failureWords(last()) });
  made.querySelector("[data-report-link]").href = reportAddress(run.results.length - 1);
  show(made, nextPart(state), footPart());
}

function nextPart({ next, isWhole, mayEnd }) {
  const made = draw("next");
  const title = made.querySelector(".check-next");
  const { all, mayEnd: mayEndWords, choose, go } = title.dataset;
  title.textContent = !next.length ? all : isWhole ? mayEndWords : next.length > 1 ? choose : go;
  made.querySelector("[data-choices]").replaceChildren(...next.map((key) => {
    const step = stepOf(key);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn" });
    button.dataset.do = "choose";
    button.dataset.key = key;
    const number = Object.assign(document.createElement("bdi"), { textContent: step.number });
    button.append(number, " ", Object.assign(document.createElement("span"), { textContent: step.what, dir: "auto" }));
    return button;
  }));
  const end = made.querySelector("[data-do=end]");
  end.hidden = !mayEnd;
  end.classList.toggle("primary", isWhole);
  end.textContent = isWhole ? end.dataset.end : end.dataset.stop;
  return made;
}

function footPart() {
  const made = draw("foot");
  made.querySelector("[data-do=back]").hidden = !run.results.length;
  return made;
}

function failureWords(result) {
  const step = stepOf(result.key);
  const value = result.value && step.is_measured ? ` – ${shown(numberFrom(result.value))} ${step.unit}` : "";
  const limits = value && step.limits ? `, ${words.wordsLimits} ${step.limits}` : "";
  const note = result.note ? ` ${result.note}` : "";
  return `${words.wordsStep.replace("#", step.number)} ${check.title}: ${step.what}${value.trimEnd()}${limits}.${note}`;
}

function reportAddress(position) {
  const text = failureWords(run.results[position]).slice(0, 1000);
  const given = { kind: "problem", text, about: `work.run:${run.client_key}:${position}` };
  if (run.place) given.place = run.place;
  return `${words.report}?${new URLSearchParams(given)}`;
}

// With what it is measured

const gauges = () => check.gauges ?? [];
const gaugeMeant = (typed) => gauges().find(({ code }) => code.toLowerCase() === typed.trim().toLowerCase());

function offerGauges(form, step) {
  form.elements.gauge.value = gaugeMeant(step.gauge ?? "")?.code ?? "";
  form.querySelector("#gauges").replaceChildren(...gauges().map(({ code, name }) => new Option(name, code)));
  lookAtGauge(form);
}

// Said at once, while another one can still be taken.
function lookAtGauge(form) {
  const gauge = gaugeMeant(form.elements.gauge.value);
  const today = new Date().toLocaleDateString("sv");
  const isOver = gauge && (!gauge.is_good || (gauge.until && gauge.until < today));
  const place = form.querySelector('[data-error="gauge"]');
  place.hidden = !isOver;
  place.textContent = isOver ? words.wordsGaugeOver : "";
}

// What is said

function complain(form, field, sentence) {
  for (const place of form.querySelectorAll("[data-error]")) {
    const isIt = place.dataset.error === field;
    place.hidden = !isIt;
    place.textContent = isIt ? sentence : "";
  }
  const control = form.elements[field];
  if (control?.focus) control.focus();
}

async function answer(form, pressed) {
  const step = stepOf(form.dataset.key);
  const typed = step.is_measured ? form.elements.value.value.trim() : "";
  const note = form.elements.note.value.trim();
  const photo = form.elements.photo.files[0] ?? null;
  let result = pressed;
  if (result !== "na" && step.is_measured) {
    if (!typed) return complain(form, "value", words.wordsValue);
    const value = numberFrom(typed);
    if (Number.isNaN(value)) return complain(form, "value", words.wordsNumber);
    if (outside(step, value)) result = "fail";
    else if (!result || (result === "fail" && (step.low !== null || step.high !== null))) result = "pass";
  }
  if (!result) return complain(form, "result", words.wordsChosen);
  const gauge = step.is_measured ? form.elements.gauge.value.trim() : "";
  if (gauge && !gaugeMeant(gauge) && !gauge.includes("/equipment/")) return complain(form, "gauge", words.wordsGauge);
  if (step.wants_photo && result !== "na" && !photo && !note) return complain(form, "photo", words.wordsPhoto);
  const value = result === "na" ? "" : typed;
  run.results.push({ key: step.key, result, value, note, gauge, at: new Date().toISOString() });
  if (photo) run.photos[run.results.length - 1] = photo;
  chosen = "";
  isFailedShown = result === "fail";
  forgetTyped();
  await keep();
  showNow();
  if (isFailedShown) sendSoFar();
  return undefined;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-step-form]")) return;
  event.preventDefault();
  alone(() => answer(event.target, event.submitter?.value ?? ""));
});

// Outside of the limits is said while one types, before anything is pressed.
document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.matches("[data-step-form]")) return;
  keepTyped(form);
  if (target.name === "gauge") lookAtGauge(form);
  if (target.name !== "value") return;
  const value = numberFrom(target.value);
  const sentence = Number.isNaN(value) ? "" : outside(stepOf(form.dataset.key), value);
  const place = form.querySelector('[data-error="value"]');
  place.hidden = !sentence;
  place.textContent = sentence ? `${sentence} ${words.wordsFails}` : "";
});

const verbs = {
  begin: async () => {
    const team = Number(root.querySelector("[data-team]").value) || check.team;
    run = { client_key: randomKey(), results: [], photos: {}, begun_at: new Date().toISOString(), team, place: check.place ?? "" };
    await keep();
    showNow();
  },
  choose: async (button) => { chosen = button.dataset.key; isFailedShown = false; showNow(); },
  again: async () => { chosen = toTryAgain(); showNow(); },
  back: async () => {
    chosen = run.results.pop()?.key ?? "";
    delete run.photos[run.results.length];
    isFailedShown = false;
    await keep();
    showNow();
  },
  end: () => finish("end"),
  leave: () => finish("give_up"),
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-run] [data-do]");
  if (button) alone(() => verbs[button.dataset.do](button));
});

async function alone(work) {
  if (isBusy) return;
  isBusy = true;
  try {
    await work();
  } finally {
    isBusy = false;
  }
}

// What is kept and sent

function item(ending = "") {
  const { client_key, results, begun_at, team, place, photos } = run;
  const sent = { procedure: check.procedure, version: check.version, client_key, begun_at, team, place, person: check.person, ending };
  const kept = Object.fromEntries(Object.entries(photos).map(([number, photo]) => [`photo${number}`, photo]));
  return { title: check.title, address: `${location.pathname}${location.search}`, check, run: sent, results, ...kept };
}

async function keep() {
  if (!outbox.isPossible) return;
  run.id = await outbox.put(run.id ?? null, "draft", item()).catch(() => run.id);
}

async function sendSoFar() {
  if (navigator.onLine) await outbox.alone(() => outbox.sendOne(item())).catch(() => null);
}

async function finish(ending) {
  const { hasFailed } = course();
  const whole = item(ending);
  let id = run.id;
  if (outbox.isPossible) id = await outbox.put(run.id ?? null, "waiting", whole).catch(() => null);
  const told = await outbox.alone(() => outbox.sendOne(whole)).catch(() => ({ state: "waiting" }));
  if (told.state === "sent") {
    if (id) await outbox.remove(id);
    location.assign(told.page);
    return;
  }
  if (told.state === "refused" && id) await outbox.put(id, "refused", { ...whole, sentences: told.sentences });
  const made = draw("kept");
  const state = made.querySelector("[data-state]");
  const { passed, failed, givenUp } = state.dataset;
  state.textContent = ending === "give_up" ? givenUp : hasFailed ? failed : passed;
  made.querySelector("[data-reports]").replaceChildren(...run.results.flatMap((one, place) => (one.result === "fail" ? [reportLink(place)] : [])));
  show(made);
  await sendWaiting();
}

function reportLink(place) {
  const link = document.querySelector('template[data-page="failed"]').content.querySelector("[data-report-link]").cloneNode(true);
  link.href = reportAddress(place);
  link.append(` (${stepOf(run.results[place].key).number})`);
  return link;
}

// Half a step, while this tab lives

const typedName = () => `check-${run.client_key}`;

function keepTyped(form) {
  const { value, note } = form.elements;
  try {
    sessionStorage.setItem(typedName(), JSON.stringify({ key: form.dataset.key, value: value.value, note: note.value }));
  } catch { /* switched off, or full: typing must go on */ }
}

function forgetTyped() {
  try {
    sessionStorage.removeItem(typedName());
  } catch { /* as above */ }
}

function restore(form) {
  try {
    const typed = JSON.parse(sessionStorage.getItem(typedName()) ?? "null");
    if (typed?.key !== form.dataset.key) return;
    form.elements.value.value = typed.value;
    form.elements.note.value = typed.note;
  } catch { /* as above */ }
}

// Beginning

async function draftHere() {
  const drafts = await outbox.of("draft");
  const found = drafts.filter((one) => one.run.procedure === Number(page[1]) && (!check || one.run.person === check.person)).at(-1);
  if (!found) return false;
  check = found.check;
  const photos = Object.fromEntries(Object.entries(found).filter(([name]) => /^photo\d+$/.test(name)).map(([name, photo]) => [name.slice(5), photo]));
  run = { ...found.run, results: found.results, photos, id: found.id };
  isFailedShown = toTryAgain() !== "";
  return true;
}

async function begin() {
  const given = document.getElementById("check-data");
  if (given) {
    check = JSON.parse(given.textContent);
    outbox.keepChecks([check], {}).catch(() => {});
  } else {
    check = (await outbox.known()).find((one) => one.procedure === Number(page[1])) ?? null;
    if (check) check = { ...check, place: asked.get("at") ?? "" };
  }
  if (await draftHere()) showNow();
  else if (check) showBegin();
  else root.replaceChildren(Object.assign(document.createElement("p"), { className: "panel", textContent: words.wordsAbsent }));
  document.documentElement.dataset.run = "ready";
  showWaiting();
}

if (root && page && (isShell || document.getElementById("check-data"))) begin();

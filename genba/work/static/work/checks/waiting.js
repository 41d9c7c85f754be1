// What waits on this device, on every page of the checks; and that they open without a signal the next time.
const { checks } = self.genba;
const PAUSE = 30_000;
const region = () => document.querySelector("[data-waiting-runs]");
const isShell = Boolean(document.querySelector("[data-shell]"));

function box(name) {
  return document.querySelector(`template[data-box="${name}"]`).content.firstElementChild.cloneNode(true);
}

let stands = "empty";

/** Show what waits, what was begun and what could not be taken. */
export async function showWaiting() {
  if (!region()) return;
  const waiting = await checks.of("waiting");
  const drafts = document.querySelector("[data-run]:not([data-shell])") ? [] : await checks.of("draft");
  const boxes = (await checks.of("refused")).map(refusedBox);
  if (waiting.length) boxes.push(waitingBox(waiting.length));
  region().replaceChildren(...boxes, ...drafts.map(draftBox));
}

function waitingBox(count) {
  const made = box("waiting");
  made.querySelector("[data-count]").textContent = count;
  const why = made.querySelector("[data-why]");
  why.textContent = { out: why.dataset.signedOut, other: why.dataset.other }[stands] ?? why.dataset.plain;
  made.querySelector("[data-login-link]").hidden = stands !== "out";
  return made;
}

function refusedBox(item) {
  const made = box("refused");
  made.dataset.id = item.id;
  made.querySelector("[data-title]").textContent = item.title;
  const lines = (item.sentences ?? []).map((text) => Object.assign(document.createElement("li"), { textContent: text }));
  made.querySelector("[data-reasons]").replaceChildren(...lines);
  return made;
}

function draftBox(item) {
  const made = box("draft");
  made.querySelector("[data-title]").textContent = item.title;
  made.querySelector("[data-go-on]").href = item.address;
  return made;
}

let isSending = false;

/** Send what waits, and try again later where nobody answered. */
export async function sendWaiting() {
  if (isSending || !(await checks.of("waiting")).length) return showWaiting();
  isSending = true;
  stands = await checks.sendAll().catch(() => "waiting");
  isSending = false;
  await showWaiting();
  if (stands === "waiting") {
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.sync?.register("checks").catch(() => {});
    setTimeout(sendWaiting, PAUSE);
  }
  return undefined;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-waiting-do]");
  if (!button) return;
  const id = Number(button.closest("[data-id]")?.dataset.id);
  if (button.dataset.waitingDo === "remove") await checks.remove(id);
  if (button.dataset.waitingDo === "again") {
    const item = (await checks.of("refused")).find((one) => one.id === id);
    if (item) await checks.put(id, "waiting", item);
  }
  await sendWaiting();
});

async function keepForLater() {
  const { worker, scope, data } = region().dataset;
  const answer = await fetch(data, { redirect: "manual" }).catch(() => null);
  if (answer?.ok) {
    const { checks: found, person, teams } = await answer.json();
    await checks.keepChecks(found, { person, teams });
  }
  if (!navigator.serviceWorker) return;
  const made = await navigator.serviceWorker.register(worker, { scope, updateViaCache: "none" });
  const active = await atWork(made);
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data: news }) => { Object.assign(document.documentElement.dataset, news); };
  active.postMessage({ lang: document.documentElement.lang }, [channel.port2]);
  navigator.serviceWorker.addEventListener("message", showWaiting);
}

const atWork = ({ active, waiting, installing }) => active ?? new Promise((done) => {
  const worker = installing ?? waiting;
  worker.addEventListener("statechange", () => worker.state === "activated" && done(worker));
});

addEventListener("online", sendWaiting);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendWaiting());

if (region() && checks.isPossible) {
  showWaiting().then(sendWaiting);
  if (!isShell) keepForLater().catch(() => { document.documentElement.dataset.offline = "failed"; });
}

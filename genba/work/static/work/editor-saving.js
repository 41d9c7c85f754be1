// Keeps the draft while somebody writes, says so, and never writes over what somebody else wrote meanwhile.
// What is not yet with the server lies on this device, so that a closed tab or a lost signal loses nothing.
import { randomKey } from "../ui/js/form.js";
import { form, showFaults, word } from "./editor-view.js";

const PAUSE = 900;
const AGAIN = 6000;
const shown = document.getElementById("editor-state");
const name = `draft:${document.documentElement.dataset.person ?? ""}:${form.dataset.keptAs}`;

export class Saving {
  #timer = null;
  #sending = false;
  #state = "saved";
  #body = "";
  #key = "";

  /** `state()` gives what is to be kept; `onKept` and `onConflict` get the server's answer. */
  constructor({ state, onKept, onConflict }) {
    Object.assign(this, { state, onKept, onConflict, base: form.elements.base.value });
    addEventListener("online", () => this.now());
    addEventListener("beforeunload", (event) => { if (this.#state !== "saved") event.preventDefault(); });
  }

  /** What this device kept of an earlier visit, or null. */
  static left() {
    try {
      return JSON.parse(localStorage.getItem(name))?.state ?? null;
    } catch {
      return null;
    }
  }

  get isSaved() {
    return this.#state === "saved";
  }

  soon() {
    this.#keepHere();
    if (this.#state === "conflict") return;
    this.#show("unsaved");
    this.#again(PAUSE);
  }

  async now() {
    clearTimeout(this.#timer);
    if (this.#state === "conflict" || this.#state === "saved") return;
    if (this.#sending) return this.#again(PAUSE);
    this.#sending = true;
    const sent = this.state();
    this.#show("saving");
    try {
      await this.#send(sent);
    } catch {
      this.#show("offline");
      this.#again(AGAIN);
    } finally {
      this.#sending = false;
    }
  }

  /** After a conflict: what was read now is theirs, so that the next time ours is kept. */
  settle(base) {
    this.base = base;
    this.#state = "unsaved";
    this.soon();
  }

  async #send(sent) {
    const body = JSON.stringify({ ...sent, base: this.base });
    if (body !== this.#body) [this.#body, this.#key] = [body, randomKey()]; // sent again it has the same key
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
        "Idempotency-Key": this.#key,
      },
      body,
    });
    if (answer.redirected || answer.status === 403 || answer.status === 404) return this.#show("closed");
    if (answer.status >= 500) throw new Error("The server is busy.");
    const told = await answer.json();
    if (answer.status === 409) {
      this.#show("conflict");
      this.onConflict(told);
    } else if (!answer.ok) {
      this.#show("wrong", told.sentence ?? Object.values(told.wrong ?? {}).join(" "));
      showFaults(told.faults ?? [], sent.lines);
    } else {
      this.#kept(told, sent);
    }
  }

  #kept(told, sent) {
    this.base = told.base;
    form.elements.base.value = told.base;
    showFaults([]);
    if (JSON.stringify(this.state()) === JSON.stringify(sent)) {
      this.#show("saved");
      localStorage.removeItem(name);
    } else {
      this.soon();
    }
    this.onKept(told);
  }

  #again(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), wait);
  }

  #show(state, more = "") {
    this.#state = state;
    shown.dataset.state = state;
    shown.querySelector("[data-state-words]").textContent = [word(state), more].filter(Boolean).join(": ");
  }

  #keepHere() {
    try {
      localStorage.setItem(name, JSON.stringify({ state: { ...this.state(), base: this.base }, values: {}, sent: false, at: Date.now() }));
    } catch {
      // Storage is full or switched off: writing must go on.
    }
  }
}

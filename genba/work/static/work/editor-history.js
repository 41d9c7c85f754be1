// What was before, and what came after it: letters typed in one field within a moment are one step back.
const A_MOMENT = 1500;
const MOST = 200;

export class History {
  #before = [];
  #after = [];
  #group = "";
  #at = 0;

  /** Remember the state that is about to change. Changes of one group, shortly after each other, count as one. */
  push(state, group = "") {
    const now = Date.now();
    const goesOn = group && group === this.#group && now - this.#at < A_MOMENT;
    this.#group = group;
    this.#at = now;
    this.#after = [];
    if (goesOn) return;
    this.#before.push(state);
    if (this.#before.length > MOST) this.#before.shift();
  }

  undo(state) {
    return this.#step(this.#before, this.#after, state);
  }

  redo(state) {
    return this.#step(this.#after, this.#before, state);
  }

  get canUndo() {
    return this.#before.length > 0;
  }

  get canRedo() {
    return this.#after.length > 0;
  }

  #step(from, to, state) {
    this.#group = "";
    if (!from.length) return null;
    to.push(state);
    return from.pop();
  }
}

// Runs of checks that wait on this device until there is a signal, and the checks that can be run without one. Used by
// the pages and by the service worker. Sent twice is kept once: each run has its own key.
"use strict";
(() => {
  const PATIENCE = 120_000;
  const UNDER = "/checks/";
  const kept = self.genba.cupboard("genba-checks", { mayBeOpen: true });
  const { all, alone, put, remove } = kept;

  const of = async (...states) => (await all().catch(() => [])).filter(({ state }) => states.includes(state));

  /** Whose phone this is and the token with which it sends; null where nobody answers, "out" after a sign-out. */
  async function askWho() {
    const answer = await fetch(`${UNDER}data/?token`, { redirect: "manual", signal: AbortSignal.timeout?.(PATIENCE) });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return "out";
    return answer.ok && /json/.test(answer.headers.get("content-type")) ? answer.json() : null;
  }

  function bodyOf(item) {
    const body = new FormData();
    const results = item.results.map((one, place) => (item[`photo${place}`] ? { ...one, photo: `photo${place}` } : one));
    body.append("run", JSON.stringify({ ...item.run, results, sent_at: new Date().toISOString() }));
    for (const [place] of item.results.entries()) {
      const photo = item[`photo${place}`];
      if (photo) body.append(`photo${place}`, photo, `photo.${photo.type.split("/")[1] ?? "jpg"}`);
    }
    return body;
  }

  /** Send one run. What became of it: sent, refused, waiting, out (signed out) or other (another person's phone now). */
  async function sendOne(item) {
    const who = await askWho().catch(() => null);
    if (!who) return { state: "waiting" };
    if (who === "out") return { state: "out" };
    if (item.run.person && item.run.person !== who.person) return { state: "other" };
    const headers = { "X-CSRFToken": who.token };
    const answer = await fetch(`${UNDER}runs/`, {
      method: "POST", body: bodyOf(item), headers, redirect: "manual", signal: AbortSignal.timeout?.(PATIENCE),
    });
    if (answer.type === "opaqueredirect") return { state: "out" };
    if (answer.status === 409) return { state: "other" };
    if (!/json/.test(answer.headers.get("content-type") ?? "")) {
      return answer.status === 413 ? { state: "refused", sentences: [] } : { state: "waiting" };
    }
    const said = await answer.json();
    if (answer.ok) return { ...said, state: "sent" };
    return answer.status === 422 ? { state: "refused", sentences: said.sentences } : { state: "waiting" };
  }

  /** Send everything that waits, oldest first; says how it stands: empty, waiting, out, other. */
  const sendAll = () => alone(async () => {
    let stands = "empty";
    for (const item of await of("waiting")) {
      const told = await sendOne(item).catch(() => ({ state: "waiting" }));
      if (told.state === "sent") await remove(item.id);
      else if (told.state === "refused") await put(item.id, "refused", { ...item, sentences: told.sentences });
      else if (told.state === "other") stands = "other";
      else return told.state;
    }
    return stands;
  });

  /** Keep checks on this device; one of the same procedure is replaced. */
  async function keepChecks(checks, more) {
    if (!kept.isPossible) return false;
    const known = new Map((await of("check")).map((one) => [one.check.procedure, one.id]));
    for (const check of checks) await put(known.get(check.procedure), "check", { check: { ...check, ...more } });
    return true;
  }

  const checks = async () => (await of("check")).map(({ check }) => check);

  self.genba = { ...self.genba, checks: { ...kept, of, sendOne, sendAll, keepChecks, known: checks } };
})();

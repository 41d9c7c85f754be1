// Reports that wait on this phone until there is a signal, and receipts that wait until somebody wrote them down.
// Used by the page and by the service worker, over the cupboard of the house (ui/js/cupboard.js). Sent twice is stored
// once: each report keeps its own key.
"use strict";
(() => {
  const PATIENCE = 60_000;
  const PATIENCE_WITH_PHOTO = 300_000;
  const TOO_LARGE = 413;
  const TOO_MANY = 429;
  const { isPossible, all, alone, put, remove } = self.genba.cupboard("genba-outbox");

  // The post

  // Names of photos tell when they were taken.
  const nameOf = (photo) => `photo.${photo.type.split("/")[1] ?? "jpg"}`;

  async function send(item, { solution, accept }) {
    const body = new FormData();
    for (const [name, value] of item.fields) body.append(name, value);
    if (item.photo) body.append("photo", item.photo, nameOf(item.photo));
    body.set("altcha", solution);
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), item.photo ? PATIENCE_WITH_PHOTO : PATIENCE);
    try {
      const answer = await fetch(item.address, { method: "POST", body, headers: { accept }, redirect: "error", signal: ending.signal });
      return { status: answer.status, isData: /json/.test(answer.headers.get("content-type")), text: await answer.text() };
    } finally {
      clearTimeout(timer);
    }
  }

  // What became of it: "sent", "refused", or "waiting" when nobody of ours has answered.
  function judge({ status, isData, text }) {
    if (status === TOO_LARGE) return { state: "refused", sentences: isData ? JSON.parse(text).sentences : [] };
    if (!isData || status === TOO_MANY || status >= 500) return { state: "waiting" };
    const said = JSON.parse(text);
    if (status === 200) return { state: "sent", receipt: said.receipt, page: said.page };
    return { state: said.again ? "waiting" : "refused", again: said.again, sentences: said.sentences };
  }

  async function challengeFrom(address) {
    const answer = await fetch(address, { redirect: "error", signal: AbortSignal.timeout?.(PATIENCE) });
    if (!answer.ok) throw new Error("No challenge.");
    return answer.json();
  }

  const proved = async (item) => (item.challenge ? self.genba.solve(await challengeFrom(item.challenge)) : "");

  async function attempt(item) {
    const accept = "application/json";
    const first = judge(await send(item, { solution: await proved(item), accept }));
    return first.again ? judge(await send(item, { solution: await proved(item), accept })) : first;
  }

  /** Send everything that waits, oldest first. Whether nothing is left waiting. */
  const sendAll = () => alone(async () => {
    for (const item of (await all()).filter(({ state }) => state === "waiting")) {
      const { state, receipt, page, sentences } = await attempt(item).catch(() => ({ state: "waiting" }));
      if (state === "waiting") return false;
      if (state === "sent") await put(item.id, "sent", { receipt, page });
      else await put(item.id, "refused", { ...item, sentences });
    }
    return true;
  });

  const outbox = { isPossible, all, alone, nameOf, put, remove, send, sendAll };
  self.genba = { ...self.genba, outbox };
})();

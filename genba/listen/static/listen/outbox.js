// Reports that wait on this phone until there is a signal, and receipts that wait until somebody wrote them down.
// Used by the page and by the service worker. Everything is encrypted with a key that no script can take out, and
// nothing says when it was written. Sent twice is stored once: each report keeps its own key.
"use strict";
(() => {
  const NAME = "genba-outbox";
  const PATIENCE = 60_000;
  const PATIENCE_WITH_PHOTO = 300_000;
  const TOO_LARGE = 413;
  const TOO_MANY = 429;
  const words = { write: new TextEncoder(), read: new TextDecoder() };

  // The cupboard

  const isPossible = Boolean(self.isSecureContext && self.indexedDB && self.crypto?.subtle);
  const settled = (request) => new Promise((good, bad) => {
    request.onsuccess = () => good(request.result);
    request.onerror = () => bad(request.error);
  });

  async function store(name, mode = "readonly") {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("keys");
      opening.result.createObjectStore("items", { keyPath: "id", autoIncrement: true });
    };
    const database = await settled(opening);
    const transaction = database.transaction(name, mode);
    transaction.addEventListener("complete", () => database.close());
    transaction.addEventListener("abort", () => database.close());
    return transaction.objectStore(name);
  }

  // Done only when it is on the disk, not when it was asked for.
  const written = (shelf) => new Promise((good, bad) => {
    shelf.transaction.oncomplete = () => good();
    shelf.transaction.onabort = shelf.transaction.onerror = () => bad(shelf.transaction.error);
  });

  async function ownKey() {
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const keys = await store("keys", "readwrite");
    const known = await settled(keys.get("own"));
    if (!known) keys.put(fresh, "own");
    return known ?? fresh;
  }

  async function lock(plain) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await ownKey(), plain) };
  }

  const unlock = async ({ iv, sealed }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, await ownKey(), sealed);

  async function put(id, state, { photo, ...rest }) {
    const row = { state, rest: await lock(words.write.encode(JSON.stringify(rest))) };
    if (photo) row.photo = { ...(await lock(await photo.arrayBuffer())), type: photo.type };
    if (id) row.id = id;
    const shelf = await store("items", "readwrite");
    const given = shelf.put(row);
    await written(shelf);
    return given.result;
  }

  async function opened(row) {
    const item = { ...JSON.parse(words.read.decode(await unlock(row.rest))), id: row.id, state: row.state };
    if (row.photo) item.photo = new Blob([await unlock(row.photo)], { type: row.photo.type });
    return item;
  }

  async function all() {
    if (!isPossible) return [];
    const rows = await settled((await store("items")).getAll());
    const items = await Promise.all(rows.map((row) => opened(row).catch(() => remove(row.id))));
    return items.filter(Boolean);
  }

  async function remove(id) {
    const shelf = await store("items", "readwrite");
    shelf.delete(id);
    await written(shelf);
  }

  // One sender at a time, in whichever tab or worker.
  const alone = (work) => (self.navigator.locks ? navigator.locks.request(NAME, work) : work());

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

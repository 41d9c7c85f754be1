// A cupboard on this device for what waits until there is a signal: reports, runs of checks. Used by pages and by
// service workers. Everything is encrypted with a key that no script can take out, and nothing says when it was
// written. Where a browser cannot encrypt (plain http), only a cupboard that `mayBeOpen` keeps things, unlocked.
"use strict";
(() => {
  const words = { write: new TextEncoder(), read: new TextDecoder() };
  const settled = (request) => new Promise((good, bad) => {
    request.onsuccess = () => good(request.result);
    request.onerror = () => bad(request.error);
  });

  // Done only when it is on the disk, not when it was asked for.
  const written = (shelf) => new Promise((good, bad) => {
    shelf.transaction.oncomplete = () => good();
    shelf.transaction.onabort = shelf.transaction.onerror = () => bad(shelf.transaction.error);
  });

  function cupboard(name, { mayBeOpen = false } = {}) {
    const canLock = Boolean(self.isSecureContext && self.crypto?.subtle);
    const isPossible = Boolean(self.indexedDB && (canLock || mayBeOpen));

    async function store(shelf, mode = "readonly") {
      const opening = indexedDB.open(name, 1);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore("keys");
        opening.result.createObjectStore("items", { keyPath: "id", autoIncrement: true });
      };
      const database = await settled(opening);
      const transaction = database.transaction(shelf, mode);
      transaction.addEventListener("complete", () => database.close());
      transaction.addEventListener("abort", () => database.close());
      return transaction.objectStore(shelf);
    }

    async function ownKey() {
      const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      const keys = await store("keys", "readwrite");
      const known = await settled(keys.get("own"));
      if (!known) keys.put(fresh, "own");
      return known ?? fresh;
    }

    async function lock(plain) {
      if (!canLock) return { iv: null, sealed: plain };
      const iv = crypto.getRandomValues(new Uint8Array(12));
      return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await ownKey(), plain) };
    }

    const unlock = async ({ iv, sealed }) =>
      (iv ? crypto.subtle.decrypt({ name: "AES-GCM", iv }, await ownKey(), sealed) : sealed);

    async function put(id, state, item) {
      const blobs = Object.entries(item).filter(([, value]) => value instanceof Blob);
      const rest = Object.fromEntries(Object.entries(item).filter(([, value]) => !(value instanceof Blob)));
      const row = { state, rest: await lock(words.write.encode(JSON.stringify(rest))) };
      for (const [field, blob] of blobs) row[field] = { ...(await lock(await blob.arrayBuffer())), type: blob.type };
      if (id) row.id = id;
      const shelf = await store("items", "readwrite");
      const given = shelf.put(row);
      await written(shelf);
      return given.result;
    }

    async function opened({ id, state, rest, ...blobs }) {
      const item = { ...JSON.parse(words.read.decode(await unlock(rest))), id, state };
      for (const [field, blob] of Object.entries(blobs)) item[field] = new Blob([await unlock(blob)], { type: blob.type });
      return item;
    }

    async function all() {
      if (!isPossible) return [];
      const rows = await settled((await store("items")).getAll());
      const items = await Promise.all(rows.map((row) => opened(row).catch(() => remove(row.id))));
      return items.filter(Boolean);
    }

    /** What is kept under a name of its own; null where there is nothing, or it cannot be read. */
    async function one(id) {
      const row = isPossible ? await settled((await store("items")).get(id)) : null;
      return row ? opened(row).catch(() => null) : null;
    }

    const names = async () => (isPossible ? settled((await store("items")).getAllKeys()) : []);

    async function remove(id) {
      const shelf = await store("items", "readwrite");
      shelf.delete(id);
      await written(shelf);
    }

    // One sender at a time, in whichever tab or worker.
    const alone = (work) => (self.navigator.locks ? navigator.locks.request(name, work) : work());

    return { isPossible, canLock, all, alone, names, one, put, remove };
  }

  self.genba = { ...self.genba, cupboard };
})();

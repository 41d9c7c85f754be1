// The pictures of the steps of the checks that this device keeps, so that they are seen without a signal: those of the
// newest checks first, as many as fit. Locked on the device as the checks themselves are; used by the service worker.
"use strict";
(() => {
  const MOST = 20 * 1024 * 1024; // bytes
  const OURS = /^\/files\/[0-9a-f-]{36}\/$/;
  const INDEX = "sizes";
  const kept = self.genba.cupboard("genba-check-pictures");

  /** The addresses of the pictures, those of the newest versions first, each once. */
  function wanted(checks) {
    const newest = [...checks].sort((a, b) => (b.since ?? "").localeCompare(a.since ?? ""));
    const all = newest.flatMap(({ steps }) => steps.map(({ picture }) => picture));
    return [...new Set(all)].filter((address) => OURS.test(address ?? ""));
  }

  /** Fetch one and lock it away; its size, or 0 where it is none, is too large or nobody answers. */
  async function fetchOne(address, room) {
    const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok || !/^image\//.test(answer.headers.get("content-type") ?? "")) return 0;
    const picture = await answer.blob();
    if (picture.size > room) return 0;
    await kept.put(address, "picture", { picture });
    return picture.size;
  }

  /** Keep the pictures of these checks and no others, at most so many bytes; says how many are kept. */
  const keep = (checks, most = MOST) => kept.alone(async () => {
    if (!kept.canLock) return 0;
    const known = (await kept.one(INDEX))?.sizes ?? {};
    const sizes = {};
    let room = most;
    for (const address of wanted(checks)) {
      const size = known[address] ?? await fetchOne(address, room);
      if (size && size <= room) {
        sizes[address] = size;
        room -= size;
      }
    }
    await kept.put(INDEX, "index", { sizes });
    for (const name of await kept.names()) if (name !== INDEX && !(name in sizes)) await kept.remove(name);
    return Object.keys(sizes).length;
  });

  /** The picture with this address, as an answer; null where it is not kept. */
  async function answerFor(address) {
    const found = OURS.test(address) ? await kept.one(address).catch(() => null) : null;
    return found ? new Response(found.picture, { headers: { "Content-Type": found.picture.type } }) : null;
  }

  self.genba = { ...self.genba, pictures: { keep, answerFor } };
})();

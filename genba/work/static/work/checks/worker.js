// The service worker of the checks. It keeps the empty page and the files it is made of, never an answer; what is run
// without a signal is kept, locked, by the page itself (outbox.js), and so are the pictures of its steps (pictures.js).
"use strict";
(() => {
  const { version, shell, under, never, files } = self.genba.kept;
  const NAME = `genba-checks-${version}`;
  const PATIENCE = 8000;
  const LEFT_OUT = new Set(["content-encoding", "content-length", "transfer-encoding", "set-cookie"]);

  addEventListener("install", (event) => event.waitUntil(install().then(() => skipWaiting())));
  addEventListener("activate", (event) => event.waitUntil(clearOld().then(() => clients.claim())));
  addEventListener("message", (event) => event.waitUntil(keepAll(event.data.lang, event.ports[0])));
  addEventListener("sync", (event) => event.waitUntil(sendWaiting()));
  addEventListener("fetch", (event) => {
    const { request } = event;
    const address = new URL(request.url);
    if (request.method !== "GET" || address.origin !== location.origin) return;
    if (request.mode === "navigate" && address.pathname.startsWith(under) && !never.includes(address.pathname)) {
      event.respondWith(visit(request));
    } else if (files.includes(address.pathname)) event.respondWith(fileFor(request));
    else if (request.destination === "image") event.respondWith(pictureFor(request, address.pathname));
  });

  // First what a check cannot be run without, then its pictures; the page hears of each.
  async function keepAll(lang, page) {
    const shellIsKept = await keepShell(lang).catch(() => false);
    page?.postMessage({ offline: shellIsKept ? "ready" : "failed" });
    const { checks, pictures } = self.genba;
    page?.postMessage({ pictures: await checks.known().then((known) => pictures.keep(known)).catch(() => 0) });
  }

  async function install() {
    await (await caches.open(NAME)).addAll(files);
    await keepShell("");
  }

  async function clearOld() {
    const old = (await caches.keys()).filter((name) => name.startsWith("genba-checks-") && name !== NAME);
    await Promise.all(old.map((name) => caches.delete(name)));
  }

  // As a stranger sees it: without cookies, so that no name is in it; in the language of whoever uses this device.
  async function keepShell(lang) {
    const address = lang ? `${shell}?lang=${encodeURIComponent(lang)}` : shell;
    const answer = await fetch(address, { credentials: "omit", redirect: "error" });
    if (!answer.ok) return false;
    const headers = new Headers([...answer.headers].filter(([name]) => !LEFT_OUT.has(name)));
    await (await caches.open(NAME)).put(shell, new Response(await answer.text(), { headers }));
    return true;
  }

  const fileFor = async (request) => (await caches.match(request, { cacheName: NAME })) ?? fetch(request);
  const pictureFor = async (request, address) => (await self.genba.pictures.answerFor(address)) ?? fetch(request);
  const copy = () => caches.match(shell, { cacheName: NAME });
  const soon = (work) => Promise.race([work, new Promise((_good, late) => setTimeout(() => late(new Error("late")), PATIENCE))]);

  async function visit(request) {
    try {
      const answer = await soon(fetch(request));
      if (answer.status < 500) return answer;
      return (await copy()) ?? answer;
    } catch {
      return (await copy()) ?? Response.error();
    }
  }

  async function sendWaiting() {
    const stands = await self.genba.checks.sendAll();
    for (const page of await clients.matchAll()) page.postMessage("outbox");
    if (stands === "waiting") throw new Error("Some checks still wait."); // the browser then tries again by itself
  }
})();

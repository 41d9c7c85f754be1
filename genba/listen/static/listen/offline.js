// The service worker of the report form and the receipt page. It keeps empty copies of these pages and the files they
// are made of, and sends what waits when the browser says that the signal is back. It never keeps an answer.
"use strict";
(() => {
  const { version, pages, files } = self.genba.kept;
  const FILES = `genba-files-${version}`;
  const PAGES = `genba-pages-${version}`;
  const OURS = /^genba-(files|pages)-/;
  const PATIENCE = 8000;
  const FRESH_FOR = 6 * 3_600_000;
  const LEFT_OUT = new Set(["content-encoding", "content-length", "transfer-encoding"]);

  addEventListener("install", (event) => event.waitUntil(install().then(() => skipWaiting())));
  addEventListener("activate", (event) => event.waitUntil(clearOld().then(() => clients.claim())));
  addEventListener("message", (event) => event.waitUntil(keepPage(event.data.keep).then((kept) => event.ports[0]?.postMessage(kept))));
  addEventListener("sync", (event) => event.waitUntil(sendWaiting()));
  addEventListener("fetch", (event) => {
    const { request } = event;
    const address = new URL(request.url);
    if (request.method !== "GET" || address.origin !== location.origin) return;
    if (request.mode === "navigate" && pages.includes(address.pathname)) event.respondWith(visit(request, address));
    else if (files.includes(address.pathname)) event.respondWith(fileFor(request));
  });

  async function install() {
    const cache = await caches.open(FILES);
    await cache.addAll(files);
    const own = pages.filter((page) => page.startsWith(new URL(registration.scope).pathname));
    await Promise.all(own.map((page) => keepPage(page)));
  }

  async function clearOld() {
    const names = (await caches.keys()).filter((name) => OURS.test(name) && name !== FILES && name !== PAGES);
    await Promise.all(names.map((name) => caches.delete(name)));
  }

  const fileFor = async (request) => (await caches.match(request, { cacheName: FILES })) ?? fetch(request);

  async function visit(request, address) {
    try {
      const answer = await soon(fetch(request));
      if (answer.status < 500) return answer;
      return (await copyOf(address)) ?? answer;
    } catch {
      return (await copyOf(address)) ?? Response.error();
    }
  }

  const soon = (work) => Promise.race([work, new Promise((_good, late) => setTimeout(() => late(new Error("late")), PATIENCE))]);

  // A page is kept under its path and its language only; the place on the poster is put in by the page itself.
  function nameOf(address) {
    const lang = address.searchParams.get("lang");
    return address.pathname + (lang ? `?lang=${encodeURIComponent(lang)}` : "");
  }

  async function copyOf(address) {
    const cache = await caches.open(PAGES);
    return (await cache.match(nameOf(address))) ?? cache.match(address.pathname);
  }

  /** Keep a fresh copy as a stranger sees it: fetched without cookies, so that no name is in it. */
  async function keepPage(page) {
    const address = new URL(page, location.origin);
    if (!pages.includes(address.pathname)) return false;
    const cache = await caches.open(PAGES);
    const known = await cache.match(nameOf(address));
    if (known && Date.now() - Date.parse(known.headers.get("date")) < FRESH_FOR) return true;
    const answer = await fetch(nameOf(address), { credentials: "omit", redirect: "error" });
    if (!answer.ok) return Boolean(known);
    const headers = new Headers([...answer.headers].filter(([name]) => !LEFT_OUT.has(name)));
    const html = (await answer.text()).replace("<html ", "<html data-copy ");
    await cache.put(nameOf(address), new Response(html, { headers }));
    return true;
  }

  async function sendWaiting() {
    const isEmpty = await self.genba.outbox.sendAll();
    for (const page of await clients.matchAll()) page.postMessage("outbox");
    if (!isEmpty) throw new Error("Some reports still wait."); // the browser then tries again by itself
  }
})();

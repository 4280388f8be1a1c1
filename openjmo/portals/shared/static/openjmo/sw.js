/*
  The service worker: keeps the shell (style, script, font, icons), one offline page, the pages that check proofs and passbooks, and the
  last home, balance, proof and passbook page of whoever is signed in on this device, so that a lost line or a server that is down still
  shows the last balance, marked as such. Served at /sw.js.
  Pages always come from the network when there is one. What shows a person's data is thrown away at signing out and whenever the
  sign-in page is opened, so that the next person on a shared phone finds nothing.
*/
"use strict";
const SHELL = "openjmo-shell-1";
const LAST = "openjmo-last-1";
const OFFLINE = "/luring";
const CHECKS = ["/bukti/periksa", "/bukti/buku"];
const KEPT_PAGES = ["/beranda", "/jht", "/jht/bukti", "/jht/buku"];
const SIGN_IN = "/masuk";
const SIGN_OUT = "/keluar";
const DOWN = [502, 503, 504];

/* File names carry digests, so the list is read from the kept pages themselves and from their style. */
const keep = async (cache, path) => {
  const page = await fetch(path, { cache: "reload", credentials: "omit" });
  if (!page.ok) throw new Error(`no page ${path}`);
  const text = await page.clone().text();
  await cache.put(path, page);
  return [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
};

/* Without the offline page there is no worker; a page that checks proofs may be missing, and is kept when it is next visited. */
const fill = async () => {
  const cache = await caches.open(SHELL);
  const files = await keep(cache, OFFLINE);
  for (const path of CHECKS) files.push(...await keep(cache, path).catch(() => []));
  const sheet = new URL(files.find((file) => file.endsWith(".css")), location);
  const style = await (await fetch(sheet)).text();
  const fonts = [...style.matchAll(/url\("?([^")]+\.woff2)"?\)/g)].map((found) => new URL(found[1], sheet).pathname);
  await Promise.all([...new Set([...files, ...fonts])].map((file) => cache.add(file).catch(() => cache.add(file)).catch(() => {})));
};

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== SHELL && name !== LAST).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()),
));

/* What was asked for before signing out and arrives after it is not kept. */
let forgotten = 0;
const forget = () => { forgotten += 1; return caches.delete(LAST); };

const remember = async (path, answer, when) => {
  if (!answer.ok || answer.redirected || !KEPT_PAGES.includes(path) || when !== forgotten) return;
  const kept = await caches.open(LAST);
  if (when === forgotten) await kept.put(path, answer.clone());
};

/* The page as it was last seen, with the bar that says so switched on. */
const last = async (path) => {
  const page = await caches.match(path, { cacheName: LAST });
  if (!page) return undefined;
  const text = (await page.text()).replace("data-offline hidden", 'data-offline="kept"');
  return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": page.headers.get("Content-Security-Policy") || "" } });
};

const visit = async (request, path) => {
  const when = forgotten;
  try {
    const answer = await fetch(request);
    if (DOWN.includes(answer.status)) return (await last(path)) || answer;
    if (answer.ok && CHECKS.includes(path) && !(await caches.match(path, { cacheName: SHELL }))) await keep(await caches.open(SHELL), path).catch(() => []);
    await remember(path, answer, when);
    return answer;
  } catch {
    return (await last(path)) || (await caches.match(CHECKS.includes(path) ? path : OFFLINE)) || Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.mode === "navigate" && [SIGN_IN, SIGN_OUT].includes(address.pathname)) event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(visit(request, address.pathname));
  } else if (address.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});

/*
  A page whose address was asked for before there was a worker and that arrives while the worker takes over is passed over by claim(),
  and what came before the worker was never kept. Such a page asks, and is ruled and kept without another visit.
*/
const takeOver = async (page) => {
  await self.clients.claim();
  const path = new URL(page.url).pathname;
  const when = forgotten;
  if (KEPT_PAGES.includes(path)) await remember(path, await fetch(path), when);
};

self.addEventListener("message", (event) => {
  if (event.data === "take over" && event.source) event.waitUntil(takeOver(event.source).catch(() => {}));
});

// Graft {{.Version}}. Keeps the page for when there is no network: every file of
// the page is asked for as always, and taken from here only if nobody answers.
// The API and everything that is not a plain GET pass by untouched.
const STORE = "graft-page";
const PAGE = /^\/($|web\/|app\.js$|app\.css$|wasm_exec\.js$|manifest\.webmanifest$)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin || !PAGE.test(address.pathname)) return;
  event.respondWith(fromNetworkFirst(event.request));
});

async function fromNetworkFirst(request) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.type === "basic") store.put(request, answer.clone()).catch(() => {});
    return answer;
  } catch (err) {
    const kept = await store.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw err;
  }
}

// The page whose Go has ended: every button is there and none answers. This
// script stands between Go's wasm_exec.js and the program, sees the end, and
// shows #dead-dialog, which the page's Go has drawn while it could
// (web/dead.go). It offers a reload and keeps what would be lost by it.
const SAID = 4000; // characters of the last output that are shown
const AGAIN = 60e3; // ms: an end so soon after the last one is the recipe's doing, perhaps
const ENDED = "graft-ended", KEPT = "graft-kept";

const remembered = (name) => { try { return sessionStorage.getItem(name) ?? ""; } catch { return ""; } };
const remember = (name, value) => { try { sessionStorage.setItem(name, value); } catch { /* storage is off */ } };

// ---- what the program says at its end

let said = "";
const decoder = new TextDecoder();
const write = globalThis.fs.writeSync;
globalThis.fs.writeSync = (fd, bytes) => {
  said = (said + decoder.decode(bytes, { stream: true })).slice(-4 * SAID);
  return write.call(globalThis.fs, fd, bytes);
};
// A panic is told first, then where every goroutine stood.
const lastWords = () => {
  const at = Math.max(said.indexOf("panic: "), said.indexOf("fatal error: "), 0);
  return said.slice(at, at + SAID).trim();
};

const run = Go.prototype.run;
Go.prototype.run = async function (instance) {
  try { await run.call(this, instance); } catch (e) { said += "\n" + String(e?.stack ?? e); }
  show("page", lastWords());
};
addEventListener("error", (e) => {
  if (e.error instanceof WebAssembly.RuntimeError) show("page", String(e.error.stack ?? e.error));
});

// ---- the dialog

// As the server drew it, for an end that comes in the middle of a drawing.
let spare = null;
const keepSpare = () => { spare = document.getElementById("dead-dialog")?.cloneNode(true) ?? null; };
if (document.readyState === "loading") addEventListener("DOMContentLoaded", keepSpare);
else keepSpare();

let shown = "";
// show says that a part has stopped: "page", "load" (the page never began) or
// "engine" (the page goes on without pictures, and so this can be closed).
function show(part, words) {
  if (shown === part || (shown && part === "engine")) return;
  shown = part;
  const dialog = document.getElementById("dead-dialog") ?? (spare && document.body.appendChild(spare));
  if (!dialog) return;
  dialog.dataset.part = part;
  dialog.querySelector("pre").textContent = words;
  dialog.querySelector("details").hidden = !words;
  const soon = Date.now() - Number(remembered(ENDED)) < AGAIN;
  if (part === "page") remember(ENDED, String(Date.now()));
  const lines = { [part]: true, again: part === "page" && soon, busy: busy(), memory: losesSet(), picture: losesPicture() };
  for (const el of dialog.querySelectorAll("[data-when]")) el.hidden = !lines[el.dataset.when];
  if (dialog.open) dialog.close();
  dialog.showModal();
  dialog.querySelector("#dead-reload").focus();
}
graft.died = show;

const busy = () => !!(graft.export?.busy() || graft.upload?.busy());
function losesSet() {
  if (!graft.store) return false;
  const state = JSON.parse(graft.store.state());
  return state.kind === "memory" && state.pictures > 0;
}
const losesPicture = () => !!graft.pool?.own() && !("caches" in window);

for (const name of ["graft-export", "graft-upload"]) {
  addEventListener(name, (e) => {
    const dialog = document.getElementById("dead-dialog");
    if (!shown || !dialog) return;
    const now = JSON.parse(/** @type {CustomEvent<string>} */ (e).detail);
    if (name === "graft-export" && now.url) { // Go would have offered it
      Object.assign(document.createElement("a"), { href: now.url, download: now.name }).click();
    }
    /** @type {HTMLElement} */ (dialog.querySelector("[data-when=busy]")).hidden = !busy();
  });
}

addEventListener("click", (e) => {
  if (e.target.closest?.("#dead-reload")) keep().finally(() => location.reload());
  if (e.target.closest?.("#dead-afresh")) {
    history.replaceState(null, "", location.pathname);
    location.reload();
  }
});
// Closed, a dead page would look alive: only that of the engine can be.
addEventListener("cancel", (e) => { if (e.target.id === "dead-dialog" && shown !== "engine") e.preventDefault(); }, true);
addEventListener("close", (e) => {
  if (e.target.id !== "dead-dialog") return;
  if (shown === "engine") shown = "";
  else if (shown) e.target.showModal();
}, true);

// ---- what a reload would lose

// keep puts the visitor's own picture where the reloaded page finds it.
async function keep() {
  graft.address?.(); // writes what is pending
  const file = graft.pool?.own();
  if (!file || !("caches" in window)) return;
  const address = "/kept/" + crypto.getRandomValues(new Uint32Array(2)).join("-");
  const headers = { "Content-Type": file.type || "application/octet-stream", "Graft-Name": encodeURIComponent(file.name || "picture") };
  await (await caches.open(KEPT)).put(address, new Response(file, { headers }));
  remember(KEPT, address);
}

// take returns the picture kept before a reload, once, or null.
async function take() {
  const address = remembered(KEPT);
  remember(KEPT, "");
  const store = await caches.open(KEPT);
  const answer = await store.match(address);
  await store.delete(address);
  if (!answer) return null;
  return new File([await answer.blob()], decodeURIComponent(answer.headers.get("Graft-Name")), { type: answer.headers.get("Content-Type") });
}
graft.kept = { waits: () => remembered(KEPT) !== "", take };

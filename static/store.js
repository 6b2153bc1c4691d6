// The data set in the browser: originals are files in the origin's private
// file system (or blobs in IndexedDB where a page may not write there), the
// index and the thumbnails are in IndexedDB, and only the index is in memory.
// Every change is told to the page by a "graft-store" event on window; its
// detail is JSON. Nothing here talks to a server.
const MAX_SKIPPED = 2000; // listed by name; further ones are only counted
const kept = new Map(); // id -> {id, cls, name, bytes, digest, crc, added}
const classes = new Map(); // id -> {id, name, order, ids: [picture ids], bytes}
const digests = new Map(); // SHA-256 in hex -> id
const memory = new Map(); // id -> Blob, where the browser keeps nothing
const status = { kind: "", ready: false, error: "", usage: 0, quota: 0, persisted: false };
let db = null, dir = null, skipped = [], skippedMore = 0;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("graft-store") : null;

// ---- what the page is told

const work = { phase: "", done: 0, total: 0, cancelled: false };
let told = 0, timer = 0;

function snapshot() {
  const list = [...classes.values()].sort((a, b) => a.order - b.order);
  return {
    ...status, phase: work.phase, done: work.done, total: work.total,
    pictures: kept.size,
    bytes: list.reduce((n, c) => n + c.bytes, 0),
    classes: list.map((c) => ({ id: c.id, name: c.name, count: c.ids.length, bytes: c.bytes })),
    skipped, skipped_more: skippedMore, signature: signature(),
    undo: lastStep(),
  };
}

// tell reports at most ten times a second: an import changes faster than
// anyone reads.
function tell(now) {
  clearTimeout(timer);
  const wait = now ? 0 : 100 - (performance.now() - told);
  if (wait > 0) { timer = setTimeout(() => tell(true), wait); return; }
  told = performance.now();
  window.dispatchEvent(new CustomEvent("graft-store", { detail: JSON.stringify(snapshot()) }));
}

// signature changes when the set does; an upload remembers it. FNV-1a over
// sums that do not depend on order.
function signature() {
  let h = 0;
  for (const p of kept.values()) {
    let x = 2166136261;
    for (const ch of p.id + "\n" + (classes.get(p.cls)?.name ?? "")) x = Math.imul(x ^ ch.codePointAt(0), 16777619);
    h = (h + (x >>> 0)) % 9007199254740881;
  }
  return kept.size + "-" + h.toString(36);
}

// ---- IndexedDB, as promises

function openDB() {
  return new Promise((resolve, reject) => {
    const q = indexedDB.open("graft", 1);
    q.onupgradeneeded = () => {
      for (const name of ["pictures", "classes"]) q.result.createObjectStore(name, { keyPath: "id" });
      for (const name of ["thumbs", "blobs"]) q.result.createObjectStore(name);
    };
    q.onsuccess = () => resolve(q.result);
    q.onerror = () => reject(q.error);
    q.onblocked = () => reject(new Error("another tab holds an older version"));
  });
}

function transact(names, mode, body) {
  if (!db) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const t = db.transaction(names, mode);
    const q = body(t);
    t.oncomplete = () => resolve(q?.result);
    t.onerror = t.onabort = () => reject(t.error ?? new Error("the browser's storage refused"));
  });
}
const all = (name) => transact([name], "readonly", (t) => t.objectStore(name).getAll());
const get = (name, key) => transact([name], "readonly", (t) => t.objectStore(name).get(key));

// ---- opening

async function openFiles() {
  try {
    const root = await navigator.storage.getDirectory();
    const d = await root.getDirectoryHandle("graft-pictures", { create: true });
    if (!("createWritable" in FileSystemFileHandle.prototype)) return null;
    return d;
  } catch { return null; } // an insecure address, a private window, an old browser
}

let opening = null;
const open = () => (opening ??= (async () => {
  try {
    db = await openDB();
    dir = await openFiles();
    status.kind = dir ? "files" : "database";
    sweep(await load());
  } catch (e) {
    db = dir = null;
    status.kind = "memory";
    status.error = String(e?.message ?? e);
  }
  if (channel) channel.onmessage = () => load().then(() => tell(true));
  await measure();
  status.ready = true;
  tell(true);
})());

// load reads the index anew and returns the pictures that are marked as gone.
async function load() {
  const [cs, ps] = await Promise.all([all("classes"), all("pictures")]);
  if (!cs) return [];
  kept.clear();
  digests.clear();
  classes.clear();
  for (const c of cs) classes.set(c.id, { ...c, ids: [], bytes: 0 });
  ps.sort((a, b) => a.added - b.added || (a.id < b.id ? -1 : 1));
  for (const p of ps) if (!p.gone && classes.has(p.cls)) enter(p);
  return ps.filter((p) => p.gone);
}

function enter(p) {
  const c = classes.get(p.cls);
  kept.set(p.id, p);
  digests.set(p.digest, p.id);
  c.ids.push(p.id);
  c.bytes += p.bytes;
}

// sweep deletes what a closed tab has removed and nobody can bring back, and
// files that no index entry names, left in the middle of an import. It gives
// way to an import or an undo in any tab; where tabs cannot tell each other
// (an insecure address), to what was removed within the hour.
async function sweep(gone) {
  if (!navigator.locks) return purge(gone.filter((p) => p.gone < Date.now() - 3600e3).map((p) => p.id));
  await navigator.locks.request("graft-import", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    await purge(gone.map((p) => p.id));
    if (!dir) return;
    const held = new Set(past.flatMap(binned)), stray = [];
    for await (const name of dir.keys()) if (!kept.has(name) && !held.has(name)) stray.push(name);
    for (const name of stray) await dir.removeEntry(name).catch(() => {});
  });
}

async function measure() {
  try {
    const e = await navigator.storage.estimate();
    status.usage = e.usage ?? 0;
    status.quota = e.quota ?? 0;
    status.persisted = await navigator.storage.persisted();
  } catch { status.quota = 0; }
}

// ---- originals and thumbnails

async function writeFile(id, blob) {
  if (!db) { memory.set(id, blob); return; }
  if (!dir) { await transact(["blobs"], "readwrite", (t) => t.objectStore("blobs").put(blob, id)); return; }
  const w = await (await dir.getFileHandle(id, { create: true })).createWritable();
  try { await w.write(blob); } catch (e) { await w.abort().catch(() => {}); throw e; }
  await w.close();
}

async function file(id) {
  const p = kept.get(id);
  if (!p) throw new Error("no such picture");
  const blob = !db ? memory.get(id) : dir ? await (await dir.getFileHandle(id)).getFile() : await get("blobs", id);
  return new File([blob], p.name, { type: blob.type });
}

const urls = new Map(); // thumbnails as object URLs, least recently used first
async function thumb(id) {
  let url = urls.get(id);
  if (url) { urls.delete(id); urls.set(id, url); return url; }
  const blob = db ? await get("thumbs", id) : memory.get("thumb:" + id);
  if (!blob) return "";
  url = URL.createObjectURL(blob);
  urls.set(id, url);
  if (urls.size > 600) {
    const [old, gone] = urls.entries().next().value;
    urls.delete(old);
    URL.revokeObjectURL(gone);
  }
  return url;
}

// put keeps one prepared picture: the file first, so that an index entry
// always has its file.
async function put(cls, name, blob, made) {
  const p = { id: crypto.getRandomValues(new Uint32Array(4)).join("-"), cls, name, bytes: blob.size, digest: made.digest, crc: made.crc, added: Date.now() };
  try { await writeFile(p.id, blob); } catch (e) {
    if (!(await forget())) throw e; // what was removed may be what fills the storage
    await writeFile(p.id, blob);
  }
  if (!classes.has(cls)) return; // deleted meanwhile
  if (db) {
    await transact(["pictures", "thumbs"], "readwrite", (t) => {
      t.objectStore("thumbs").put(made.thumb, p.id);
      t.objectStore("pictures").put(p);
    });
  } else memory.set("thumb:" + p.id, made.thumb);
  enter(p);
}

// ---- classes

const findClass = (name) => [...classes.values()].find((c) => c.name.toLowerCase() === name.toLowerCase());

// cleanName makes a name that is a good folder everywhere.
function cleanName(name) {
  return name.normalize("NFC").replace(/[\u0000-\u001f\u007f/\\:*?"<>|]/g, " ").replace(/\s+/g, " ").replace(/^[.\s]+|[.\s]+$/g, "").slice(0, 80);
}

// addClass returns the id of the class called name, which it makes if it is
// not there. Classes stand in the order of rank, by default the time.
async function addClass(name, rank = Date.now()) {
  name = cleanName(name);
  if (!name) return "";
  const there = findClass(name);
  if (there) return there.id;
  const c = { id: crypto.getRandomValues(new Uint32Array(2)).join("-"), name, order: rank };
  classes.set(c.id, { ...c, ids: [], bytes: 0 });
  await transact(["classes"], "readwrite", (t) => t.objectStore("classes").put(c));
  changed();
  return c.id;
}

// rename returns "" or, if another class has that name, its id: then nothing
// changes, and merge would put both together.
async function rename(id, name) {
  const c = classes.get(id);
  name = cleanName(name);
  if (!c || !name || name === c.name) { tell(true); return ""; }
  const there = findClass(name);
  if (there && there !== c) return there.id;
  c.name = name;
  await transact(["classes"], "readwrite", (t) => t.objectStore("classes").put({ id, name, order: c.order }));
  changed();
  return "";
}

// ---- what takes pictures away, and taking it back

// Every such step is written down in past, newest last: {kind, pics: the
// pictures as they were, order: what the classes they were in held, to: the
// class they went to, cls: the class that went}. Removed pictures stay in the
// browser, marked as gone, until forget, a full storage or the next opening.
const MAX_PAST = 50;
const past = [];
const homes = new Map(); // class that went -> the one that has its name now
const home = (cls) => homes.get(cls) ?? cls;
let holding = null;

function note(kind, ids, to = "", cls = null) {
  const pics = ids.map((id) => ({ ...kept.get(id) }));
  const order = new Map(pics.map((p) => [p.cls, classes.get(p.cls).ids]));
  past.push({ kind, pics, order, to, cls: cls && { id: cls.id, name: cls.name, order: cls.order } });
  if (past.length > MAX_PAST) purge(binned(past.shift()));
  holding ??= navigator.locks?.request("graft-import", { mode: "shared" }, () => new Promise(() => {})); // against a sweep from another tab
}
const binned = (step) => (step.to ? [] : step.pics.map((p) => p.id).filter((id) => !kept.has(id)));

// lastStep is what undo would take back, for the page to say.
function lastStep() {
  const s = past.at(-1);
  return s ? { kind: s.kind, count: s.pics.length, from: s.cls?.name ?? "", into: classes.get(home(s.to))?.name ?? "" } : null;
}

// undo takes the last step back: pictures and classes are as they were, but
// for what has come since.
async function undo() {
  const s = past.pop();
  if (!s) return;
  if (s.cls) await reopen(s.cls);
  const back = s.pics.filter((p) => {
    const now = kept.get(p.id);
    return classes.has(home(p.cls)) && (now ? now.cls === home(s.to) : !s.to && !digests.has(p.digest));
  });
  takeOut(back.map((p) => p.id));
  for (const p of back) enter({ ...p, cls: home(p.cls) });
  for (const [cls, ids] of s.order) arrange(classes.get(home(cls)), ids);
  await write(back.map((p) => kept.get(p.id)));
  await purge(binned(s));
  changed();
  tell(true);
}

async function reopen(cls) {
  if (classes.has(cls.id)) return;
  const there = findClass(cls.name);
  if (there) { homes.set(cls.id, there.id); return; }
  classes.set(cls.id, { ...cls, ids: [], bytes: 0 });
  await transact(["classes"], "readwrite", (t) => t.objectStore("classes").put(cls));
}

// arrange puts first what a class held, as it stood then.
function arrange(c, ids) {
  const at = new Map(ids.map((id, i) => [id, i]));
  c?.ids.sort((a, b) => (at.get(a) ?? ids.length) - (at.get(b) ?? ids.length));
}

// forget deletes for good what undo could have brought back, and says whether
// there was anything.
async function forget() {
  const ids = past.splice(0).flatMap(binned);
  await purge(ids);
  tell(true);
  return ids.length > 0;
}

// merge puts the pictures of a class into another.
async function merge(id, into) {
  const c = classes.get(id);
  if (!c || !classes.has(into) || id === into) return;
  note("merge", c.ids, into, c);
  await shift(c.ids, into);
  await dropClass(id);
}

async function removeClass(id) {
  const c = classes.get(id);
  if (!c) return;
  note("class", c.ids, "", c);
  await bin(c.ids);
  await dropClass(id);
}

async function move(ids, cls) {
  ids = ids.filter((id) => kept.has(id) && kept.get(id).cls !== cls);
  if (!classes.has(cls) || !ids.length) return;
  note("move", ids, cls);
  await shift(ids, cls);
  tell(true);
}

async function remove(ids) {
  ids = ids.filter((id) => kept.has(id));
  if (!ids.length) return;
  note("remove", ids);
  await bin(ids);
  tell(true);
}

async function dropClass(id) {
  classes.delete(id);
  await transact(["classes"], "readwrite", (t) => t.objectStore("classes").delete(id));
  changed();
  tell(true);
}

// takeOut takes pictures out of their classes; they are entered anew or binned.
function takeOut(ids) {
  const out = new Set(ids.filter((id) => kept.has(id)));
  for (const c of classes.values()) {
    c.ids = c.ids.filter((id) => { if (out.has(id)) c.bytes -= kept.get(id).bytes; return !out.has(id); });
  }
}

const write = (ps) => transact(["pictures"], "readwrite", (t) => { for (const p of ps) t.objectStore("pictures").put(p); });

async function shift(ids, cls) {
  takeOut(ids);
  for (const id of ids) enter({ ...kept.get(id), cls });
  await write(ids.map((id) => kept.get(id)));
  changed();
}

// bin takes pictures out of the set; their files stay for undo.
async function bin(ids) {
  takeOut(ids);
  const gone = ids.map((id) => ({ ...kept.get(id), gone: Date.now() }));
  for (const p of gone) { digests.delete(p.digest); kept.delete(p.id); }
  await write(gone);
  changed();
}

// purge deletes pictures that are not in the set any more.
async function purge(ids) {
  if (!ids.length) return;
  for (const id of ids) { memory.delete(id); memory.delete("thumb:" + id); }
  await transact(["pictures", "thumbs", "blobs"], "readwrite", (t) => {
    for (const id of ids) for (const s of ["pictures", "thumbs", "blobs"]) t.objectStore(s).delete(id);
  });
  if (dir) for (const id of ids) await dir.removeEntry(id).catch(() => {});
  await measure();
  tell();
}

// clear deletes the whole set for good.
async function clear() {
  work.cancelled = true;
  for (const id of [...classes.keys()]) await removeClass(id);
  await forget();
  skipped = []; skippedMore = 0;
  tell(true);
}

function changed() {
  tell();
  channel?.postMessage("changed");
}

// skip lists what was left out: code is one the page has words for, text is
// the reader's own reason.
function skip(path, code, text = "") {
  if (skipped.length < MAX_SKIPPED) skipped.push({ path, code, text });
  else skippedMore++;
  tell();
}
function forgetSkipped() { skipped = []; skippedMore = 0; tell(true); }

/** @type {Store} */
const store = {
  open, state: () => JSON.stringify(snapshot()), file, thumb, put, skip, forgetSkipped, measure, tell, changed,
  addClass, rename, merge, removeClass, move, remove, undo, forget, clear, status, work,
  ids: (cls) => classes.get(cls)?.ids ?? [],
  picture: (id) => kept.get(id),
  classes: () => [...classes.values()].sort((a, b) => a.order - b.order),
  byDigest: (digest) => kept.get(digests.get(digest)),
};
graft.store = /** @type {Store & Imports} */ (store);

// Bringing pictures into the store: dropped or picked folders and files,
// archives, frames of the camera and the sample set. Each picture is read once,
// checked and made small by the engine (or, when it is a large and whole JPEG,
// by the browser's own decoder, which is faster), then kept as it is.
const store = graft.store;
const MAX_BYTES = 64 << 20; // of one picture: as core/imagefile
const THUMB = 192; // px, the longer side for the engine and the shorter for the browser
const BATCH = 64, BATCH_BYTES = 4 << 20; // of an archive, read at once
const LARGE = 1 << 20; // bytes from which the browser decodes a JPEG

// ---- one picture

const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");

const isJPEG = (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8;

async function byBrowser(file, buffer) {
  const bitmap = await createImageBitmap(file, { resizeWidth: THUMB, resizeQuality: "medium" });
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width; canvas.height = bitmap.height;
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  bitmap.close();
  const thumb = await new Promise((ok) => canvas.toBlob(ok, "image/jpeg", 0.8));
  return { thumb, digest: hex(await crypto.subtle.digest("SHA-256", buffer)) };
}

async function byEngine(file) {
  const r = await graft.pool.call({ do: "thumb", data: file, side: THUMB });
  return { thumb: new Blob([r.data], { type: r.mime }), digest: r.digest };
}

async function prepare(file) {
  const buffer = await file.arrayBuffer();
  const bytes = new Uint8Array(buffer);
  let made = null;
  if (bytes.length >= LARGE && crypto.subtle && isJPEG(bytes) && (await graft.drawable.whole(file))) made = await byBrowser(file, buffer).catch(() => null);
  made ??= await byEngine(file);
  return { ...made, crc: graft.crc32(bytes) };
}

// ---- a queue of pictures; each {path, name, cls: id or name, open(): Promise<Blob>}

let queue = [], running = 0, release = null;
// More than engines: while some pictures are decoded, others wait for storage.
const width = () => Math.max(4, Math.min(6, navigator.hardwareConcurrency || 2));

function enqueue(items) {
  if (!items.length) { store.tell(true); return; }
  if (!store.work.phase) {
    Object.assign(store.work, { phase: "reading", done: 0, total: 0, cancelled: false });
    store.status.error = "";
    navigator.locks?.request("graft-import", { mode: "shared" }, () => new Promise((ok) => (release = ok)));
    navigator.storage?.persist?.().catch(() => {});
  }
  const now = Date.now();
  items.forEach((item, i) => (item.rank = now + i / 1000)); // new classes stand as their first pictures came
  queue = queue.concat(items);
  store.work.total += items.length;
  store.tell(true);
  while (running < width() && running < queue.length) { running++; drain(); }
}

async function drain() {
  for (let item; !store.work.cancelled && (item = queue.shift());) {
    try { await one(item); } catch (e) { trouble(item, e); }
    store.work.done++;
    store.tell();
  }
  if (--running) return;
  queue = [];
  Object.assign(store.work, { phase: "", cancelled: false });
  release?.();
  await store.measure();
  store.changed();
  store.tell(true);
}

async function one(item) {
  const blob = await item.open();
  if (!blob.size) return store.skip(item.path, "empty");
  if (blob.size > MAX_BYTES) return store.skip(item.path, "large");
  const made = await prepare(blob);
  const twin = store.byDigest(made.digest);
  if (twin) return store.skip(item.path, "twin", (store.classes().find((c) => c.id === twin.cls)?.name ?? "") + "/" + twin.name);
  if (underway.has(made.digest)) return store.skip(item.path, "twin", underway.get(made.digest));
  underway.set(made.digest, item.path);
  try { await keep(item, blob, made); } finally { underway.delete(made.digest); }
}

const underway = new Map(); // digest -> path of a picture that is being kept

async function keep(item, blob, made) {
  const cls = item.cls.id ?? (await store.addClass(item.cls.name, item.rank));
  await store.put(cls, item.name, blob, made);
}

function trouble(item, e) {
  if (e?.name === "QuotaExceededError") {
    store.status.error = "quota";
    store.work.cancelled = true;
    store.skip(item.path, "quota");
    return;
  }
  store.skip(item.path, "unreadable", String(e?.message ?? e));
}

function cancel() {
  store.work.cancelled = true;
  store.work.total = store.work.done;
  store.tell(true);
}

// ---- folders and files

const archive = (name) => /\.(zip|tar|tgz|tar\.gz)$/i.test(name);
const nameOf = (path) => path.slice(path.lastIndexOf("/") + 1);

// skipAll lists what core/dataset leaves out. Nobody meant what systems write.
const unmeant = new Set(["dataset.skip_system", "dataset.skip_hidden"]);
function skipAll(list, below = "") {
  for (const s of list) store.skip(below + s.path, unmeant.has(s.code) ? "system" : "archive", s.reason);
}

// place decides the class of each file as core/dataset does for archives, so that a
// folder and a zip of it give the same classes. All files that are brought to a class
// are of that class, and those that lie in no folder at all are loose.
async function place(found, cls) {
  const items = [], loose = [], inFolders = [];
  const add = (f, of) => items.push({ path: f.path, name: nameOf(f.path), cls: of, open: f.open });
  for (const f of found) {
    if (!cls && archive(f.path)) unpack(f);
    else if (f.path.includes("/")) inFolders.push(f);
    else if (cls) add(f, { id: cls });
    else loose.push({ path: f.path, name: f.path, open: f.open });
  }
  if (!inFolders.length) return { items, loose };
  const answer = await graft.pool.call({ do: "place", paths: inFolders.map((f) => f.path) });
  for (const p of answer.placed) add(inFolders[p.at], cls ? { id: cls } : { name: p.class });
  if (cls) for (const at of answer.loose) add(inFolders[at], { id: cls });
  skipAll(answer.skipped.filter((s) => !cls || s.code !== "dataset.skip_loose"));
  return { items, loose };
}

const byName = new Intl.Collator("en", { numeric: true }); // 2 before 10

async function take(found, cls) {
  await store.open();
  const { items, loose } = await place(found, cls);
  if (loose.length) {
    const id = await store.addClass(freshName());
    for (const l of loose) items.push({ ...l, cls: { id } });
    window.dispatchEvent(new CustomEvent("graft-new-class", { detail: id }));
  }
  items.sort((a, b) => byName.compare(a.path, b.path));
  enqueue(items);
}

function freshName() {
  const names = new Set(store.classes().map((c) => c.name.toLowerCase()));
  const word = document.documentElement.lang.startsWith("zh") ? "类别 " : "Class ";
  for (let n = store.classes().length + 1; ; n++) if (!names.has((word + n).toLowerCase())) return word + n;
}

async function unpack(f) {
  try {
    const file = await f.open();
    const list = await graft.pool.call({ do: "archive", file });
    skipAll(list.skipped, f.path + "/");
    const read = together(file, list.entries);
    enqueue(list.entries.map((e, i) => ({
      path: f.path + "/" + e.path, name: nameOf(e.path), cls: { name: e.class }, open: () => read(i),
    })));
  } catch (e) { store.skip(f.path, "unreadable", String(e?.message ?? e)); }
}

// together reads entries some at a time, since a message for each small file
// costs more than the file. It returns the reader of entry i; a batch is read
// when the first of it is asked for, and each entry is let go once it is taken.
function together(file, entries) {
  const batches = []; // of entry i
  for (let i = 0, at = null; i < entries.length; i++) {
    if (!at || at.paths.length >= BATCH || at.bytes + entries[i].bytes > BATCH_BYTES) at = { from: i, paths: [], bytes: 0, files: null };
    at.paths.push(entries[i].path);
    at.bytes += entries[i].bytes;
    batches.push(at);
  }
  const whole = async (b) => {
    const files = [];
    while (files.length < b.paths.length) { // an answer may hold fewer than asked for
      files.push(...(await graft.pool.call({ do: "archive.read", file, paths: b.paths.slice(files.length) })).files);
    }
    return files;
  };
  return async (i) => {
    const b = batches[i];
    const files = await (b.files ??= whole(b));
    const one = files[i - b.from];
    files[i - b.from] = null;
    if (one.error !== undefined) throw graft.faultOf(one);
    return new Blob([one.data]);
  };
}

// files takes what an <input> gives: with folders, paths are in webkitRelativePath.
const files = (list, cls) => take(Array.from(list, (f) => ({ path: f.webkitRelativePath || f.name, open: async () => f })), cls);

async function walk(entry, found) {
  if (entry.isFile) {
    found.push({ path: entry.fullPath.replace(/^\//, ""), open: () => new Promise((ok, no) => entry.file(ok, no)) });
    return;
  }
  const reader = entry.createReader();
  for (;;) { // a call gives at most a hundred
    const some = await new Promise((ok, no) => reader.readEntries(ok, no));
    if (!some.length) return;
    for (const e of some) await walk(e, found);
  }
}

// Folders dropped on one class are its pictures only if it is a single folder
// without folders in it; else they are a set that was dropped there by chance.
const isSet = (entries, found) => entries.filter((e) => e.isDirectory).length > 1 || found.some((f) => f.path.split("/").length > 2);

// dropped must collect the entries before it first waits: the list is empty
// afterwards.
async function dropped(transfer, cls) {
  const entries = Array.from(transfer.items ?? [], (i) => i.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return files(transfer.files, cls);
  const found = [];
  for (const e of entries) await walk(e, found).catch((err) => store.skip(e.fullPath, "unreadable", String(err?.message ?? err)));
  return take(found, isSet(entries, found) ? null : cls);
}

// ---- the sample sets

// sample draws perClass pictures of each class (names, with blanks between) of
// a set in the engine, in turn so that the classes fill evenly.
async function sample(set, classes, perClass) {
  await store.open();
  const items = [];
  for (let i = 0; i < perClass; i++) {
    for (const name of classes.split(" ")) {
      items.push({
        path: name + "/" + i, name: `${name}-${String(i + 1).padStart(4, "0")}`, cls: { name },
        async open() {
          const r = await graft.pool.call({ do: "sample", set, class: name, index: i });
          this.name = r.name;
          return new Blob([r.data]);
        },
      });
    }
  }
  enqueue(items);
}

// sampleStrip draws some pictures of a set, such as "hotdog:1 other:2", side by
// side, and returns the address of that; once for each.
const strips = new Map();
function sampleStrip(set, shown) {
  const key = set + " " + shown;
  if (!strips.has(key)) {
    const strip = drawStrip(set, shown.split(" "));
    strips.set(key, strip);
    strip.catch(() => strips.delete(key));
  }
  return strips.get(key);
}

async function drawStrip(set, picks) {
  const side = 144;
  const canvas = document.createElement("canvas");
  canvas.width = picks.length * side;
  canvas.height = side;
  const to = canvas.getContext("2d");
  for (const [i, pick] of picks.entries()) {
    const [name, index] = pick.split(":");
    const r = await graft.pool.call({ do: "sample", set, class: name, index: Number(index) });
    const img = await createImageBitmap(new Blob([r.data]));
    const short = Math.min(img.width, img.height);
    to.drawImage(img, (img.width - short) / 2, (img.height - short) / 2, short, short, i * side, 0, side, side);
    img.close();
  }
  const blob = await new Promise((ok) => canvas.toBlob(ok));
  return URL.createObjectURL(blob);
}

Object.assign(store, { files, dropped, sample, sampleStrip, cancel });

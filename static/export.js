// Augmented pictures as one zip, made by the engines and written while it grows:
// into a file that the visitor chooses, else into the origin's private file
// system, from where it is offered as a download, else, if it is small, into
// memory. Never more than some tens of megabytes are held. The page hears of it
// by "graft-export" events on window; their detail is JSON.
const utf8 = new TextEncoder();
const HELD = 32 << 20; // bytes of finished files that wait for those of an earlier picture
const WRITE = 1 << 20; // bytes that are written at once
const SLICE_MS = 80; // of work in one message: a slider moved meanwhile does not wait longer
const PORTION = 64; // views of one picture that one engine makes in a row
const OPEN_PIXELS = 48e6; // of one picture in all engines together
const IN_MEMORY = 256 << 20;
const LISTED = 100; // pictures that could not be read, by name
const FOLDER = "graft-exports";

let run = null; // the export under way
let kept = null; // the finished one: {url, drop}

// ---- where the zip goes: {where, write, close, abort}

const cancelled = () => new DOMException("cancelled", "AbortError");

async function chosen(name) {
  const handle = await window.showSaveFilePicker({ suggestedName: name, types: [{ accept: { "application/zip": [".zip"] } }] });
  const w = await handle.createWritable();
  return {
    where: "chosen",
    write: (b) => w.write(b),
    async close() { await w.close(); return { name: handle.name, url: "" }; },
    async abort() {
      await w.abort();
      if ((await handle.getFile()).size === 0) await handle.remove?.(); // the picker made it; what was there before stays
    },
  };
}

// A file lives as long as the tab that made it: a lock says so to other tabs.
const lock = (id) => "graft-export-" + id;

async function own(name) {
  const root = await navigator.storage.getDirectory();
  const dir = await root.getDirectoryHandle(FOLDER, { create: true });
  const id = crypto.getRandomValues(new Uint32Array(4)).join("-");
  let release = (_) => {};
  navigator.locks?.request(lock(id), () => new Promise((done) => { release = done; }));
  const handle = await dir.getFileHandle(id, { create: true });
  const drop = async () => { release(null); await dir.removeEntry(id).catch(() => {}); };
  try {
    const w = await handle.createWritable();
    return {
      where: "private",
      write: (b) => w.write(b),
      async close() {
        await w.close();
        const url = URL.createObjectURL(await handle.getFile());
        kept = { url, drop };
        return { name, url };
      },
      async abort() { await w.abort(); await drop(); },
    };
  } catch (e) { await drop(); throw e; }
}

// sweep removes what closed tabs have left.
async function sweep() {
  if (!navigator.locks || !navigator.storage?.getDirectory) return;
  try {
    const dir = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER);
    const names = [];
    for await (const name of dir.keys()) names.push(name);
    for (const name of names) {
      await navigator.locks.request(lock(name), { ifAvailable: true }, (free) => free && dir.removeEntry(name));
    }
  } catch { /* there is none, or the browser has no such thing */ }
}
addEventListener("load", () => setTimeout(sweep, 3000));

function memory(name) {
  let parts = [], size = 0;
  return {
    where: "memory",
    async write(b) {
      if ((size += b.size) > IN_MEMORY) throw new Error("memory");
      parts.push(b);
    },
    async close() {
      const url = URL.createObjectURL(new Blob(parts, { type: "application/zip" }));
      kept = { url, drop() {} };
      return { name, url };
    },
    async abort() { parts = []; },
  };
}

async function target(name) {
  if (typeof window.showSaveFilePicker === "function") {
    try { return await chosen(name); } catch (e) { if (e.name === "AbortError") throw e; }
  }
  try { return await own(name); } catch { return memory(name); }
}

// forget lets go of the finished export.
function forget() {
  if (!kept) return;
  URL.revokeObjectURL(kept.url);
  kept.drop();
  kept = null;
}

// ---- what is made, in order

// bell wakes all who wait for something to change.
function bell() {
  let ring, next = new Promise((done) => { ring = done; });
  return { wait: () => next, ring() { const now = ring; next = new Promise((done) => { ring = done; }); now(); } };
}

function* portions(pictures, views) {
  for (const of of pictures) {
    for (let from = 0; from < views; from += PORTION) {
      yield { of, from, to: Math.min(from + PORTION, views), answers: [], ended: false, error: null };
    }
  }
}

// lane keeps one engine at work. It runs ahead of the writer while what waits
// to be written is little.
async function lane(me, k) {
  for (let p; !me.over && (p = me.next());) {
    try { await make(me, k, p); } catch (e) { if (e.died) me.fatal = e; else p.error = e; }
    p.ended = true;
    me.bell.ring();
  }
}

async function make(me, k, p) {
  const data = await p.of.blob();
  for (let at = p.from; at < p.to && !me.over;) {
    while (me.held > HELD && me.line[0] !== p && !me.over) await me.bell.wait();
    if (me.over) return;
    const to = Math.min(p.to, at + Math.max(1, Math.floor(SLICE_MS / me.msEach)));
    const job = JSON.stringify({
      ...me.format, class: p.of.class, name: p.of.name, stem: p.of.stem, path: p.of.path,
      recipe: me.recipe, from: at, to, original: me.originals && at === 0,
    });
    const msg = { do: "export", picture: p.of.id, data, job };
    const r = await graft.pool.call(msg, k).catch((e) => { if (e.died) return graft.pool.call(msg, k); throw e; });
    me.msEach = Math.max(0.2, r.ms / (to - at));
    r.bytes = r.files.reduce((n, f) => n + f.data.byteLength, 0);
    r.views = to - at;
    me.held += r.bytes;
    p.answers.push(r);
    me.bell.ring();
    at = to;
  }
}

// ---- what is written

async function write(me) {
  for (;;) {
    const p = me.line[0];
    if (me.over) throw cancelled();
    if (me.fatal) throw me.fatal;
    if (p?.answers.length) {
      const r = p.answers.shift();
      await add(me, r);
      me.held -= r.bytes;
      me.bell.ring();
    } else if (p?.ended) {
      if (p.error) giveUp(me, p);
      me.line.shift();
      me.bell.ring();
    } else if (!p && me.begun === me.count) {
      return;
    } else await me.bell.wait();
  }
}

async function add(me, r) {
  for (let i = 0; i < r.files.length; i++) {
    const data = r.files[i].data;
    await put(me, me.zip.add(r.names[i], data.byteLength, r.crcs[i]), data);
  }
  note(me, r.lines.join(""));
  me.files += r.views;
  me.done += r.views;
  tell(me, "running");
}

async function put(me, ...parts) {
  for (const b of parts) {
    me.waiting.push(b);
    const size = b.byteLength ?? b.size;
    me.waits += size;
    me.bytes += size;
  }
  if (me.waits >= WRITE) await flush(me);
}

async function flush(me) {
  const parts = me.waiting;
  me.waiting = [];
  me.waits = 0;
  if (parts.length) await me.sink.write(new Blob(parts));
}

function note(me, lines) {
  const bytes = utf8.encode(lines);
  me.manifest.add(bytes);
  me.crc = graft.crc32(bytes, me.crc);
  me.noted += bytes.length;
}

function giveUp(me, p) {
  const error = String(p.error?.message ?? p.error);
  me.done += p.to - p.from - p.answers.reduce((n, r) => n + r.views, 0);
  if (p.from) return; // told with the first portion
  note(me, JSON.stringify({ original: p.of.path, class: p.of.class || undefined, error }) + "\n");
  me.bad++;
  if (me.faults.length < LISTED) me.faults.push({ path: p.of.path, text: error });
  if (me.bad === me.pictures) throw p.error;
  tell(me, "running");
}

async function finish(me) {
  if (!me.files) throw new Error("no pictures in class folders");
  await put(me, me.zip.add("manifest.jsonl", me.noted, me.crc), ...me.manifest.all(), ...me.zip.end());
  await flush(me);
  return me.sink.close();
}

// ---- the page's side

let told = 0;
function tell(me, state, more) {
  const now = performance.now();
  if (state === "running" && !more && now - told < 100) return;
  told = now;
  window.dispatchEvent(new CustomEvent("graft-export", { detail: JSON.stringify({
    state, done: me.done, total: me.total, bytes: me.bytes, where: me.sink?.where ?? "", ...more,
  }) }));
}

// pictures of the set, or the one that is given: {key, name, pixels}.
function list(one) {
  if (one) return [{ id: one.key, class: "", name: one.name, path: one.name, blob: async () => graft.pool.blob(one.key) }];
  return graft.store.classes().flatMap((c) => c.ids.map((id) => {
    const name = graft.store.picture(id).name;
    return { id, class: c.name, name, path: c.name + "/" + name, blob: () => graft.store.file(id) };
  }));
}

// begin prepares an export of plan {recipe, format, quality, views, originals}.
function begin(plan, one) {
  const me = {
    recipe: plan.recipe, format: { format: plan.format, quality: plan.quality }, originals: plan.originals,
    all: list(one), zip: graft.zip(), manifest: graft.gather(), crc: 0, noted: 0,
    waiting: [], waits: 0, bytes: 0, files: 0, done: 0, bad: 0, faults: [],
    line: [], held: 0, begun: 0, msEach: 30, bell: bell(), over: false, fatal: null, sink: null,
  };
  me.pictures = me.all.length;
  me.total = me.pictures * plan.views;
  me.count = me.pictures * Math.ceil(plan.views / PORTION);
  const rest = portions(me.all, plan.views);
  me.next = () => {
    const p = rest.next().value;
    if (p) { me.begun++; me.line.push(p); }
    return p;
  };
  const few = one ? Math.max(1, Math.floor(OPEN_PIXELS / one.pixels)) : graft.pool.most;
  me.lanes = Math.min(graft.pool.most, few, me.count);
  return me;
}

async function work(me, plan, name) {
  me.sink = await target(name);
  if (me.over) throw cancelled();
  tell(me, "running", {});
  const names = me.all.map((p) => ({ class: p.class, name: p.name }));
  const start = await graft.pool.call({ do: "export.start", plan: JSON.stringify({ ...plan, pictures: names }) });
  me.all.forEach((p, i) => { p.stem = start.stems[i]; });
  note(me, start.header);
  for (let k = 0; k < me.lanes; k++) lane(me, k);
  await write(me);
  return finish(me);
}

// start exports the picture one, or the set without it, as a zip called name.
async function start(plan, one, name) {
  if (run) return;
  forget();
  const me = run = begin(plan, one);
  tell(me, "preparing", {});
  let state = "done", more;
  try {
    const file = await work(me, plan, name);
    more = { ...file, files: me.files, faults: me.faults, bad: me.bad };
  } catch (e) {
    await me.sink?.abort().catch(() => {});
    const left = me.over || e?.name === "AbortError";
    state = left ? "cancelled" : "failed";
    more = left ? {} : { error: e?.name === "QuotaExceededError" ? "quota" : String(e?.message ?? e) };
  }
  me.over = true;
  me.bell.ring();
  for (let k = 0; k < me.lanes && me.begun; k++) graft.pool.call({ do: "export.end" }, k).catch(() => {});
  run = null;
  tell(me, state, more);
}

function cancel() {
  if (!run) return;
  run.over = true;
  run.bell.ring();
}

addEventListener("beforeunload", (e) => { if (run) e.preventDefault(); });

graft.export = { start, cancel, forget, busy: () => !!run };

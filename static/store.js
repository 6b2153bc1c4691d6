// The data set in the browser: originals are files in the origin's private
// file system (or blobs in IndexedDB where a page may not write there), the
// index and the thumbnails are in IndexedDB, and only the index is in memory.
// Every change is told to the page by a "graft-store" event on window; its
// detail is JSON. Nothing here talks to a server.
(() => {
  "use strict";
  const graft = (window.graft ??= {});
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
      await load();
      sweep();
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

  async function load() {
    const [cs, ps] = await Promise.all([all("classes"), all("pictures")]);
    if (!cs) return;
    kept.clear();
    digests.clear();
    classes.clear();
    for (const c of cs) classes.set(c.id, { ...c, ids: [], bytes: 0 });
    ps.sort((a, b) => a.added - b.added || (a.id < b.id ? -1 : 1));
    for (const p of ps) if (classes.has(p.cls)) enter(p);
  }

  function enter(p) {
    const c = classes.get(p.cls);
    kept.set(p.id, p);
    digests.set(p.digest, p.id);
    c.ids.push(p.id);
    c.bytes += p.bytes;
  }

  // sweep removes files that no index entry names: what a closed tab left in
  // the middle of an import. It gives way to an import in any tab.
  async function sweep() {
    if (!dir || !navigator.locks) return;
    await navigator.locks.request("graft-import", { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      const gone = [];
      for await (const name of dir.keys()) if (!kept.has(name)) gone.push(name);
      for (const name of gone) await dir.removeEntry(name).catch(() => {});
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
    await writeFile(p.id, blob);
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

  // rename onto a class of that name moves the pictures there.
  async function rename(id, name) {
    const c = classes.get(id);
    name = cleanName(name);
    if (!c || !name || name === c.name) { tell(true); return; }
    const there = findClass(name);
    if (there && there !== c) {
      await move([...c.ids], there.id);
      await removeClass(id);
      return;
    }
    c.name = name;
    await transact(["classes"], "readwrite", (t) => t.objectStore("classes").put({ id, name, order: c.order }));
    changed();
  }

  async function removeClass(id) {
    const c = classes.get(id);
    if (!c) return;
    await remove([...c.ids]);
    classes.delete(id);
    await transact(["classes"], "readwrite", (t) => t.objectStore("classes").delete(id));
    changed();
  }

  function leave(id) {
    const p = kept.get(id), c = classes.get(p.cls);
    c.ids = c.ids.filter((x) => x !== id);
    c.bytes -= p.bytes;
    return p;
  }

  async function move(ids, cls) {
    ids = ids.filter((id) => kept.has(id) && kept.get(id).cls !== cls);
    if (!classes.has(cls) || !ids.length) return;
    for (const id of ids) { const p = leave(id); p.cls = cls; enter(p); }
    await transact(["pictures"], "readwrite", (t) => { for (const id of ids) t.objectStore("pictures").put(kept.get(id)); });
    changed();
  }

  async function remove(ids) {
    ids = ids.filter((id) => kept.has(id));
    const gone = new Set(ids);
    for (const c of classes.values()) {
      c.ids = c.ids.filter((id) => { if (gone.has(id)) c.bytes -= kept.get(id).bytes; return !gone.has(id); });
    }
    for (const id of ids) { digests.delete(kept.get(id).digest); kept.delete(id); memory.delete(id); memory.delete("thumb:" + id); }
    await transact(["pictures", "thumbs", "blobs"], "readwrite", (t) => {
      for (const id of ids) for (const s of ["pictures", "thumbs", "blobs"]) t.objectStore(s).delete(id);
    });
    changed();
    if (dir) for (const id of ids) await dir.removeEntry(id).catch(() => {});
    await measure();
    tell();
  }

  async function clear() {
    work.cancelled = true;
    for (const id of [...classes.keys()]) await removeClass(id);
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

  graft.store = {
    open, state: () => JSON.stringify(snapshot()), file, thumb, put, skip, forgetSkipped, measure, tell, changed,
    addClass, rename, removeClass, move, remove, clear, status, work,
    ids: (cls) => classes.get(cls)?.ids ?? [],
    picture: (id) => kept.get(id),
    classes: () => [...classes.values()].sort((a, b) => a.order - b.order),
    byDigest: (digest) => kept.get(digests.get(digest)),
  };
})();

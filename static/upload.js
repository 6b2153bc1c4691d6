// Sends the set to the server as one zip. Nothing is copied: the archive is a
// Blob of headers and the stored files, so the browser reads each file from
// disk while it is sent. Entries are stored, not packed: pictures do not shrink.
(() => {
  "use strict";
  const graft = (window.graft ??= {});
  const utf8 = new TextEncoder();
  const BIG = 0xffffffff;

  // fields writes little-endian numbers: [bytes, value, bytes, value, …].
  function fields(...list) {
    const out = new Uint8Array(list.reduce((n, x, i) => (i % 2 ? n : n + x), 0));
    const view = new DataView(out.buffer);
    for (let i = 0, at = 0; i < list.length; at += list[i], i += 2) {
      if (list[i] === 2) view.setUint16(at, list[i + 1], true);
      else if (list[i] === 4) view.setUint32(at, list[i + 1], true);
      else view.setBigUint64(at, BigInt(list[i + 1]), true);
    }
    return out;
  }

  const DOS_DATE = ((2020 - 1980) << 9) | (1 << 5) | 1; // equal sets, equal archives

  // zip composes the archive of entries {path, blob, crc}. APPNOTE 6.3.10;
  // sizes of one entry fit in 32 bits, offsets and counts may need zip64.
  function zip(entries) {
    const parts = [], directory = [];
    let at = 0;
    for (const e of entries) {
      const name = utf8.encode(e.path), size = e.blob.size;
      const local = fields(4, 0x04034b50, 2, 20, 2, 0x0800, 2, 0, 2, 0, 2, DOS_DATE, 4, e.crc, 4, size, 4, size, 2, name.length, 2, 0);
      const far = at >= BIG;
      const extra = far ? fields(2, 1, 2, 8, 8, at) : new Uint8Array();
      directory.push(fields(4, 0x02014b50, 2, 45, 2, far ? 45 : 20, 2, 0x0800, 2, 0, 2, 0, 2, DOS_DATE, 4, e.crc, 4, size, 4, size,
        2, name.length, 2, extra.length, 2, 0, 2, 0, 2, 0, 4, 0, 4, far ? BIG : at), name, extra);
      parts.push(local, name, e.blob);
      at += local.length + name.length + size;
    }
    const length = directory.reduce((n, d) => n + d.length, 0);
    return new Blob([...parts, ...directory, ...ending(entries.length, length, at)], { type: "application/zip" });
  }

  function ending(count, length, at) {
    const far = count >= 0xffff || at >= BIG || length >= BIG;
    const end = fields(4, 0x06054b50, 2, 0, 2, 0, 2, far ? 0xffff : count, 2, far ? 0xffff : count, 4, far ? BIG : length, 4, far ? BIG : at, 2, 0);
    if (!far) return [end];
    const end64 = fields(4, 0x06064b50, 8, 44, 2, 45, 2, 45, 4, 0, 4, 0, 8, count, 8, count, 8, length, 8, at);
    return [end64, fields(4, 0x07064b50, 4, 0, 8, at + length, 4, 1), end];
  }

  // entries names every picture class/name, with a number where two in one
  // class are called the same. Files are looked up side by side: one after the
  // other, two thousand take seconds.
  async function entries() {
    const list = [];
    for (const c of graft.store.classes()) {
      const taken = new Set();
      for (const id of c.ids) {
        const p = graft.store.picture(id);
        list.push({ id, path: c.name + "/" + unique(taken, p.name), crc: p.crc });
      }
    }
    const waiting = [...list];
    const look = async () => { for (let e; (e = waiting.pop());) e.blob = await graft.store.file(e.id); };
    await Promise.all(Array.from({ length: 32 }, look));
    return list;
  }

  function unique(taken, name) {
    name = name.replace(/[\u0000-\u001f/\\]/g, "_").replace(/^\.+/, "_") || "picture";
    const dot = name.lastIndexOf(".") > 0 ? name.lastIndexOf(".") : name.length;
    let free = name;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name.slice(0, dot)} (${n})${name.slice(dot)}`;
    taken.add(free.toLowerCase());
    return free;
  }

  let request = null;
  const tell = (state, more) => window.dispatchEvent(new CustomEvent("graft-upload", { detail: JSON.stringify({ state, ...more }) }));

  async function start(url) {
    if (request) return;
    const signature = JSON.parse(graft.store.state()).signature;
    request = new XMLHttpRequest();
    const mine = request;
    tell("preparing", {});
    let body;
    try { body = zip(await entries()); } catch (e) { request = null; tell("failed", { error: String(e?.message ?? e) }); return; }
    if (request !== mine) return; // cancelled while preparing
    const finish = (state, more) => { request = null; tell(state, more); };
    mine.open("POST", url);
    mine.setRequestHeader("Content-Type", "application/zip");
    mine.upload.onprogress = (e) => tell("sending", { loaded: e.loaded, total: body.size, at: performance.now() });
    mine.upload.onload = () => tell("checking", { loaded: body.size, total: body.size });
    mine.onload = () => finish("answered", { status: mine.status, body: mine.responseText, signature });
    mine.onerror = () => finish("failed", { error: "network" });
    mine.onabort = () => finish("cancelled", {});
    mine.send(body);
  }

  function cancel() {
    if (!request) return;
    const r = request;
    request = null;
    if (r.readyState) r.abort(); else tell("cancelled", {});
  }

  graft.upload = { start, cancel, zip, busy: () => !!request };
})();

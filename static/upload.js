// Sends the set to the server as one zip. Nothing is copied: the archive is a
// Blob of headers and the stored files, so the browser reads each file from
// disk while it is sent. Entries are stored, not packed: pictures do not shrink.
// zip composes the archive of entries {path, blob, crc}.
function zip(entries) {
  const archive = graft.zip();
  const parts = entries.flatMap((e) => [archive.add(e.path, e.blob.size, e.crc), e.blob]);
  return new Blob([...parts, ...archive.end()], { type: "application/zip" });
}

// entries is every picture, at its path in the archive: core/dataset says which. Files are
// looked up side by side: one after the other, two thousand take seconds.
async function entries() {
  const list = [], classes = [], names = [];
  for (const c of graft.store.classes()) {
    for (const id of c.ids) {
      const p = graft.store.picture(id);
      classes.push(c.name);
      names.push(p.name);
      list.push({ id, path: "", crc: p.crc });
    }
  }
  const { paths } = await graft.pool.call({ do: "paths", classes, names });
  list.forEach((e, i) => { e.path = paths[i]; });
  const waiting = [...list];
  const open = async () => { for (let e; (e = waiting.pop());) e.blob = await graft.store.file(e.id); };
  await Promise.all(Array.from({ length: 32 }, open));
  return list;
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

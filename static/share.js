// Short links: what is put into them, making them, opening what came with one,
// and finding a trainer on the visitor's own computer. window.graft.link.
const MINE = "graft-links"; // made in this browser, with what deletes them
const MOST = 50;

// prepared is what would go with the next link: name -> {data, …}.
const prepared = new Map();
const jpeg = (data) => new Blob([data], { type: "image/jpeg" });
const keep = (name, data, said) => {
  prepared.set(name, data);
  return JSON.stringify({ ...said, bytes: data.byteLength ?? data.size });
};

// picture encodes a picture of the pool anew; card draws nine views of it, of
// the one that goes with the link if there is one; head takes a trained head.
// Each is answered with what it is, as JSON.
async function picture(key) {
  const s = await graft.pool.call({ do: "share", data: graft.pool.blob(key) });
  return keep("picture", s.data, { width: s.width, height: s.height });
}
async function card(key, recipe) {
  const data = prepared.has("picture") ? jpeg(prepared.get("picture")) : graft.pool.blob(key);
  const s = await graft.pool.call({ do: "card", data, recipe });
  return keep("card", s.data, { width: s.width, height: s.height, url: URL.createObjectURL(jpeg(s.data)) });
}
async function head(url) {
  const answer = await fetch(url).catch(() => { throw new Error("no-server"); });
  if (!answer.ok) throw new Error("no-server");
  const h = await graft.pool.call({ do: "half", data: await answer.arrayBuffer() });
  return keep("head", h.data, { classes: h.classes });
}
const drop = (name) => prepared.delete(name);

// file is the prepared picture as a file, which the tab then shows: its pixels
// are those that the link shows.
const file = (name) => new File([prepared.get("picture")], name, { type: "image/jpeg" });

// make stores the recipe, and what is prepared of the given parts.
async function make(recipe, parts, query) {
  /** @type {BodyInit} */
  let body = recipe;
  /** @type {Record<string, string>} */
  let headers = { "Content-Type": "application/json" };
  if (parts.length) {
    const form = new FormData();
    body = form;
    headers = {};
    form.append("recipe", new Blob([recipe], { type: "application/json" }), "recipe.json");
    for (const name of parts) form.append(name, new Blob([prepared.get(name)]), name);
  }
  const res = await fetch("/api/v1/links" + query, { method: "POST", headers, body });
  const answer = await res.json().catch(() => ({}));
  if (!res.ok) throw new Error(answer.error || res.status + " " + res.statusText);
  answer.url = new URL(answer.url, location.href).href;
  answer.made = new Date().toISOString();
  answer.parts = parts;
  write([answer, ...list()].slice(0, MOST));
  return JSON.stringify(answer);
}

// list are the links made in this browser that have not expired, newest first.
function list() {
  try {
    const all = JSON.parse(localStorage.getItem(MINE)) ?? [];
    return all.filter((l) => !l.expires || Date.parse(l.expires) > Date.now());
  } catch { return []; }
}
function write(all) {
  try { localStorage.setItem(MINE, JSON.stringify(all)); } catch { /* storage is off */ }
}

async function remove(id) {
  const link = list().find((l) => l.id === id);
  if (!link) return;
  const res = await fetch("/api/v1/links/" + id, { method: "DELETE", headers: { Authorization: "Bearer " + link.token } });
  if (!res.ok && res.status !== 404) {
    const answer = await res.json().catch(() => ({}));
    throw new Error(answer.error || res.status + " " + res.statusText);
  }
  write(list().filter((l) => l.id !== id));
}

// attached fetches the picture of a link as a file.
async function attached(id) {
  const res = await fetch("/api/v1/links/" + id + "/picture");
  if (!res.ok) throw new Error(res.status === 404 ? "no such link" : res.status + " " + res.statusText);
  return new File([await res.blob()], "shared-" + id.slice(0, 6) + ".jpg", { type: "image/jpeg" });
}

graft.link = { picture, card, head, drop, file, make, mine: () => JSON.stringify(list()), remove, attached };

// -- a trainer on the visitor's own computer ---------------------------------
// allowed tells whether this page may ask the visitor's computer without the
// browser asking the visitor: "granted", "prompt" or "denied".
async function allowed() {
  for (const name of ["loopback-network", "local-network-access"]) {
    try { return (await navigator.permissions.query({ name: /** @type {PermissionName} */ (name) })).state; } catch { /* not this name */ }
  }
  return "granted";
}

// health asks a server for its /healthz, as JSON. A server that does not allow
// this page is as good as none: the browser tells no more.
async function health(address) {
  const answer = await fetch(address + "/healthz", { signal: AbortSignal.timeout(30000), cache: "no-store" })
    .catch(() => { throw new Error("no-server"); });
  const said = await answer.json().catch(() => null);
  if (said?.status !== "ok" || !said.backend) throw new Error("no-server");
  return JSON.stringify(said);
}
graft.nearby = { allowed, health };

// Links: what a cache has is answered here, everything else by Go. A link never
// changes, so its answers may be kept as long as they say (a minute: core/link,
// CacheSeconds); they are kept twice, in this isolate's memory and in the Cache
// API of the place, which works on a domain of one's own but not on workers.dev.
import { ask, Ended } from "./go.mjs";
import { drain, fromElsewhere, problem } from "./problem.mjs";

const ID = /^\/(?:api\/v1\/links|s)\/([0-9A-Za-z]{17})(?:\/(?:picture|head|card))?$/;
const ROBOT = /bot|crawl|spider|preview|facebookexternalhit/i; // as in core/link, open.go

export async function links(request, env, ctx) {
  if (fromElsewhere(request)) {
    await drain(request.body);
    return problem("edge.cross_site");
  }
  const { pathname, search } = new URL(request.url);
  const id = ID.exec(pathname)?.[1];
  if (id && !search && (request.method === "GET" || request.method === "HEAD")) return read(request, env, ctx);
  const answer = await forward(request, env);
  if (id && request.method === "DELETE" && answer.status === 204) ctx.waitUntil(forget(request, id));
  return answer;
}

// -- reading -----------------------------------------------------------------

// kinds of reader that /s/ID tells apart, and of a missing link.
function kind(request) {
  const { headers } = request;
  if (headers.get("Sec-Fetch-Mode") === "navigate" && !ROBOT.test(headers.get("User-Agent") ?? "")) return "browser";
  return "program";
}

const address = (origin, path, who) => origin + path + "?" + who;

async function read(request, env, ctx) {
  const { origin, pathname } = new URL(request.url);
  const key = address(origin, pathname, kind(request));
  const kept = memory.get(key) ?? await placed(key);
  if (kept) return answerOf(kept, request);
  const fresh = await forward(request, env);
  const seconds = Number(/max-age=(\d+)/.exec(fresh.headers.get("Cache-Control") ?? "")?.[1] ?? 0);
  if ((fresh.status !== 200 && fresh.status !== 302) || seconds < 1 || request.method === "HEAD") return fresh;
  const answer = {
    status: fresh.status, headers: [...fresh.headers], body: await fresh.arrayBuffer(), until: Date.now() + seconds * 1000,
  };
  memory.put(key, answer);
  ctx.waitUntil(place(key, answer));
  return answerOf(answer, request);
}

// answerOf is what is kept as a response. It says how long it may still be kept.
function answerOf(kept, request) {
  const headers = new Headers(kept.headers);
  headers.set("Cache-Control", "public, max-age=" + Math.max(0, Math.round((kept.until - Date.now()) / 1000)));
  headers.delete("Graft-Until");
  return new Response(request.method === "HEAD" ? null : kept.body, { status: kept.status, headers });
}

// memory keeps small answers of this isolate, the most recently used ones.
const memory = {
  most: 8 << 20, each: 64 << 10, bytes: 0, list: new Map(),

  get(key) {
    const kept = this.list.get(key);
    if (!kept) return undefined;
    this.drop(key);
    if (kept.until <= Date.now()) return undefined;
    this.put(key, kept);
    return kept;
  },
  put(key, answer) {
    if (answer.body.byteLength > this.each) return;
    this.drop(key);
    this.list.set(key, answer);
    this.bytes += cost(answer);
    for (const oldest of this.list.keys()) {
      if (this.bytes <= this.most) return;
      this.drop(oldest);
    }
  },
  drop(key) {
    const kept = this.list.get(key);
    if (!kept) return;
    this.bytes -= cost(kept);
    this.list.delete(key);
  },
};
const cost = (answer) => answer.body.byteLength + 1024;

// place and placed keep answers in the Cache API, with the time until which
// they are good: its own clock begins anew in every place.
function place(key, { status, headers, body, until }) {
  const kept = new Response(body, { status: 200, headers });
  kept.headers.set("Graft-Until", until + " " + status); // the Cache API takes no 302
  return caches.default.put(key, kept).catch((err) => console.error("edge: cache:", err));
}

async function placed(key) {
  const hit = await caches.default.match(key);
  if (!hit) return undefined;
  const [until, status] = (hit.headers.get("Graft-Until") ?? "0 0").split(" ").map(Number);
  if (until <= Date.now()) return undefined;
  const kept = { status, headers: [...hit.headers], body: await hit.arrayBuffer(), until };
  memory.put(key, kept);
  return kept;
}

// forget removes a deleted link from both caches. Other places keep what they
// have for the rest of its minute.
async function forget(request, id) {
  const { origin } = new URL(request.url);
  const api = "/api/v1/links/" + id;
  const keys = ["/s/" + id, api, api + "/picture", api + "/head", api + "/card"]
    .flatMap((path) => ["browser", "program"].map((who) => address(origin, path, who)));
  for (const key of keys) memory.drop(key);
  await Promise.all(keys.map((key) => caches.default.delete(key)));
}

// -- asking Go ---------------------------------------------------------------

// A link with everything attached is below 2 MB. What is longer is cut off, and
// core/link finds the part that is over its limit.
const MOST = 9 << 18;
// Bodies that may be in memory at once; each is there some three times.
const HELD = 12 << 20;
let held = 0;

async function forward(request, env) {
  const room = request.body ? reserve(request) : 0;
  if (room < 0) {
    await drain(request.body);
    return problem("edge.busy", undefined, { "Retry-After": "1" });
  }
  try {
    const body = await bytes(request.body);
    const once = () => ask(request, env, body);
    const reads = request.method === "GET" || request.method === "HEAD";
    return await once().catch((err) => { // another request's fault may have ended Go
      if (reads && err instanceof Ended) return once();
      throw err;
    });
  } catch (err) {
    if (!(err instanceof Ended)) throw err;
    return problem("edge.restarted", undefined, { "Retry-After": "1" });
  } finally {
    held -= Math.max(0, room);
  }
}

// reserve takes room for a body, whose length its sender says; -1 if there is none.
function reserve(request) {
  const said = Number(request.headers.get("Content-Length") ?? MOST);
  const room = Math.min(Number.isFinite(said) && said > 0 ? said : 1, MOST);
  if (held + room > HELD) return -1;
  held += room;
  return room;
}

// bytes reads a body: as much as Go should see, and the rest to a bound.
async function bytes(body) {
  if (!body) return new Uint8Array(0);
  const chunks = [];
  let length = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (length < MOST) chunks.push(value.subarray(0, MOST - length));
    length += value.byteLength;
    if (length > 8 << 20) { await reader.cancel(); break; }
  }
  const all = new Uint8Array(Math.min(length, MOST));
  let at = 0;
  for (const chunk of chunks) { all.set(chunk, at); at += chunk.byteLength; }
  return all;
}

// The pool of engine workers, graft.pool.
//
// Two kinds of work. A slot is a canvas of the page (data-tile) that wants one
// view of one recipe; the newest want wins, at most one render a slot is under
// way, and a result that came too late to be wanted is painted only if it is
// newer than what the canvas shows. Calls (thumbnails, archives, heads) wait in
// line behind slots. Pixels go from the worker to the canvas; the page's Go
// never touches them.

// faultOf is what the engine found wrong, as an Error with its code and values.
graft.faultOf = ({ error, code, field, args }) => Object.assign(new Error(error), { code, field, args });

const MAX_ENGINES = Math.max(1, Math.min(navigator.hardwareConcurrency || 2, 8));
// A 12-megapixel picture takes some 100 MB in each worker that has it open.
const MAX_OPEN_PIXELS = 48e6;
const RESTARTS = 3;

const url = "/web/engine.js?exec=" + encodeURIComponent("/web/wasm_exec.js") +
  "&wasm=" + encodeURIComponent("/web/engine.wasm");

const engines = [];
const pictures = new Map(); // key → {blob, info: Promise, pixels}
const slots = new Map();    // name → slot
const calls = [];           // waiting {msg, resolve, reject}
let shownKey = "";          // of the picture in the grid
let generation = 0;
let restarts = 0;
let began = 0;
let tiled = false; // what began has tiles of the grid in it

// -- one worker ------------------------------------------------------------
class Engine {
  constructor(index) {
    this.index = index;
    this.pending = new Map();
    this.opened = new Map(); // key → Promise of its information
    this.next = 1;
    this.busy = true; // until ready
    this.worker = new Worker(url);
    this.worker.onmessage = (e) => this.receive(e.data);
    this.worker.onerror = (e) => {
      e.preventDefault();
      this.die(e.message || "the engine stopped");
    };
  }

  receive(m) {
    if (m.ready) {
      this.busy = false;
      pump();
      return;
    }
    const p = this.pending.get(m.id);
    if (!p) return;
    this.pending.delete(m.id);
    if (m.error !== undefined) p.reject(graft.faultOf(m));
    else p.resolve(m);
  }

  ask(msg) {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage({ ...msg, id });
    });
  }

  open(key) {
    const picture = pictures.get(key);
    if (!picture) return Promise.reject(new Error("not open: " + key));
    let p = this.opened.get(key);
    if (!p) {
      p = this.ask({ do: "open", key, data: picture.blob });
      this.opened.set(key, p);
      p.catch(() => this.opened.delete(key));
    }
    return p;
  }

  // withPicture retries once: an engine forgets pictures when it is short of room.
  async withPicture(msg) {
    const keys = msg.other ? [msg.key, msg.other] : [msg.key];
    for (const key of keys) await this.open(key);
    try {
      return await this.ask(msg);
    } catch (err) {
      if (err.code !== "engine.not_open") throw err;
      for (const key of keys) this.opened.delete(key);
      for (const key of keys) await this.open(key);
      return this.ask(msg);
    }
  }

  die(why) {
    this.worker.terminate();
    engines[this.index] = null;
    const err = Object.assign(new Error(why), { died: true });
    for (const p of this.pending.values()) p.reject(err);
    this.pending.clear();
    if (++restarts > RESTARTS) {
      for (const c of calls.splice(0)) c.reject(new Error(why));
      if (graft.died) graft.died("engine", why);
      else fault(why);
      return;
    }
    setTimeout(pump, 200 * restarts);
  }
}

function engine(i) {
  if (!engines[i] && restarts <= RESTARTS) engines[i] = new Engine(i);
  return engines[i];
}

function enginesFor(key) {
  const p = pictures.get(key);
  if (!p || !p.pixels) return 1; // the first opening tells how large it is
  return Math.max(1, Math.min(MAX_ENGINES, Math.floor(MAX_OPEN_PIXELS / p.pixels)));
}

// -- scheduling ------------------------------------------------------------
function pump() {
  for (let i = 0; i < MAX_ENGINES; i++) {
    const job = nextJob(i);
    if (!job) continue;
    const e = engine(i); // started when there is work for it, not before
    if (!e || e.busy) continue;
    e.busy = true;
    job(e).finally(() => {
      e.busy = false;
      pump();
    });
  }
}

// nextJob returns what engine i should do; nothing is taken from a queue until
// the job runs.
function nextJob(i) {
  const some = nextSlots(i);
  if (some.length) return (e) => render(e, some);
  const n = calls.findIndex((c) => (c.engine === undefined || c.engine === i));
  if (n < 0) return null;
  return (e) => {
    const [call] = calls.splice(n, 1);
    const answer = call.msg.key !== undefined && call.msg.do !== "open" && call.msg.do !== "close"
      ? e.withPicture(call.msg) : call.msg.do === "open" ? e.open(call.msg.key) : e.ask(call.msg);
    return answer.then(call.resolve, (err) => {
      if (!err.died || call.again) return call.reject(err);
      call.again = true; // another worker takes it
      calls.unshift(call);
    });
  };
}

// nextSlots returns the slots that engine i should draw in one message: those
// of one picture and recipe that have waited longest, this engine's share of
// them, and not more than half a frame's work, so that what is wished for
// meanwhile does not wait long.
function nextSlots(i) {
  const list = [...slots.values()].filter((s) => !s.busy && wants(s) && i < enginesFor(s.want.key));
  if (!list.length) return list;
  list.sort((a, b) => a.shown - b.shown);
  const first = list[0].want;
  if (first.drawn || first.other) return list.slice(0, 1);
  const alike = list.filter((s) => s.want.key === first.key && s.want.recipe === first.recipe && !s.want.drawn && !s.want.other);
  let free = 0;
  for (let k = 0; k < enginesFor(first.key); k++) if (engines[k] && !engines[k].busy) free++;
  return alike.slice(0, Math.max(1, Math.min(Math.ceil(alike.length / Math.max(1, free)), Math.floor(8 / msEach))));
}

let msEach = 8; // that a tile took lately

// ask gets what some slots want, one picture below the other.
async function ask(e, wishes) {
  const { key, recipe, view, drawn, other } = wishes[0];
  if (drawn) return e.withPicture({ do: "drawn", key, recipe, draws: drawn });
  if (other) return e.withPicture({ do: "mixed", key, recipe, view, other });
  const r = await e.withPicture({ do: "views", key, recipe, views: wishes.map((w) => w.view) });
  msEach = Math.max(r.ms / wishes.length, 0.1);
  return r;
}

const alike = (a, b) => a && a.key === b.key && a.recipe === b.recipe && a.view === b.view &&
  a.drawn === b.drawn && a.other === b.other;

const wants = (s) => s.want && s.shown !== s.want.gen && s.failed !== s.want.gen;

async function render(e, some) {
  const wishes = some.map((s) => s.want);
  for (const s of some) s.busy = true;
  try {
    const r = await ask(e, wishes);
    const size = 4 * r.width * r.height;
    some.forEach((s, i) => {
      const want = wishes[i];
      if (!s.want || want.gen <= s.shown || slots.get(s.name) !== s) return; // let go meanwhile
      s.shown = want.gen;
      s.image = new ImageData(new Uint8ClampedArray(r.pixels, i * size, size), r.width, r.height);
      s.got = want;
      s.view = want.view;
      s.draws = r.draws[i];
      s.lambda = r.lambda;
      paint(s);
    });
  } catch (err) {
    if (err.died) return; // tried again by another engine
    some.forEach((s, i) => { s.failed = wishes[i].gen; });
    if (some.some((s, i) => s.want === wishes[i])) fault(err.message);
  } finally {
    for (const s of some) s.busy = false;
    settled();
  }
}

const canvasOf = (name) => /** @type {HTMLCanvasElement | null} */ (document.querySelector('canvas[data-tile="' + name + '"]'));

function paint(s) {
  const canvas = canvasOf(s.name);
  if (!canvas || !s.image) return;
  if (canvas.width !== s.image.width || canvas.height !== s.image.height) {
    canvas.width = s.image.width;
    canvas.height = s.image.height;
  }
  canvas.getContext("2d").putImageData(s.image, 0, 0);
  canvas.dataset.view = s.view;
  canvas.dataset.ready = s.want && s.shown === s.want.gen ? "1" : "0";
  s.canvas = canvas;
  if (graft.painted) graft.painted(s.name);
}

function settled() {
  if (!began) return;
  for (const s of slots.values()) if (s.busy || wants(s)) return;
  const detail = { ms: performance.now() - began, tiled };
  // First, for who listens may call show before dispatchEvent returns: the
  // page's Go runs on in the callback.
  began = 0;
  tiled = false;
  dispatchEvent(new CustomEvent("graft-drawn", { detail }));
}

let lastFault = "";
function fault(text) {
  if (text === lastFault) return;
  lastFault = text;
  setTimeout(() => { lastFault = ""; }, 3000);
  dispatchEvent(new CustomEvent("graft-fault", { detail: { text } }));
}

// -- what the page calls ---------------------------------------------------
const pool = (graft.pool = /** @type {Pool} */ ({}));

// open decodes a picture under a key and keeps it there; the answer is
// {width, height, format, digest, bytes}.
pool.open = (key, blob) => {
  const known = pictures.get(key);
  if (known && (!blob || known.blob === blob)) return known.info;
  const picture = { blob, pixels: 0 };
  pictures.set(key, picture);
  picture.info = pool.call({ do: "open", key }).then((info) => {
    picture.pixels = info.width * info.height;
    return info;
  }, (err) => {
    if (pictures.get(key) === picture) pictures.delete(key);
    throw err;
  });
  return picture.info;
};

pool.blob = (key) => pictures.get(key)?.blob;

// own is the file of the visitor's picture, if the grid shows one.
pool.own = () => (/^picture-/.test(shownKey) ? pool.blob(shownKey) : undefined);

pool.close = (key) => {
  pictures.delete(key);
  for (const e of engines) {
    if (e && e.opened.delete(key)) e.ask({ do: "close", key }).catch(() => {});
  }
};

// call sends one message to a worker, to number engine if that is given. A head
// and what is predicted with it share a worker.
pool.call = (msg, engine) => new Promise((resolve, reject) => {
  const bound = msg.do === "head" || msg.do === "predict" || msg.do === "open";
  calls.push({ msg, resolve, reject, engine: bound ? 0 : engine });
  if (restarts > RESTARTS) restarts = 0; // a new wish is a new try
  pump();
});

// show says what every slot should have; slots that are not named are let go.
// names and views are arrays of one length. own, by name, is what a slot wants
// otherwise: another key or recipe, values instead of drawn ones (drawn: JSON),
// or to be mixed with the same view of another picture (other: its key).
pool.show = (key, recipe, names, views, own) => {
  const keep = new Set();
  shownKey = key;
  let changed = false;
  let grid = false;
  for (let i = 0; i < names.length; i++) {
    const name = String(names[i]);
    keep.add(name);
    let s = slots.get(name);
    if (!s) slots.set(name, (s = { name, shown: 0, failed: 0, want: null, busy: false }));
    const want = { key, recipe, view: views[i], drawn: "", other: "", ...(own && own[name]) };
    if (!alike(s.want, want)) {
      s.want = { ...want, gen: ++generation };
      changed = true;
      if (/^\d+$/.test(name)) grid = true;
      if (alike(s.got, want)) s.shown = s.want.gen;
    }
    const canvas = canvasOf(name);
    if (!canvas) continue;
    if (canvas !== s.canvas || s.shown === s.want.gen) paint(s);
    if (s.shown !== s.want.gen) canvas.dataset.ready = "0";
  }
  for (const name of slots.keys()) if (!keep.has(name)) slots.delete(name);
  if (changed) {
    tiled ||= grid;
    began = performance.now();
    if (restarts > RESTARTS) restarts = 0;
    pump();
    settled();
  }
};

// draws returns what a slot shows: {view, draws (JSON), ready}, and lambda, the
// picture's share in what it is mixed to.
pool.draws = (name) => {
  const s = slots.get(String(name));
  return s && s.image ? { view: s.view, draws: s.draws, lambda: s.lambda, ready: s.shown === s.want.gen } : null;
};

// image returns the pixels that a slot shows, or nothing.
pool.image = (name) => slots.get(String(name))?.image;

pool.most = MAX_ENGINES;
pool.engines = () => engines.filter(Boolean).length;

// -- before the page's Go has loaded ---------------------------------------
// The server's rendering names its picture and recipe, so the first results
// do not wait for the page's WebAssembly.
async function inflate(code) {
  const text = code.replace(/-/g, "+").replace(/_/g, "/");
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).text();
}

async function boot() {
  const grid = /** @type {HTMLElement | null} */ (document.querySelector("[data-boot]"));
  if (!grid || /[#&]view=(data|train|recognise)/.test(location.hash)) return;
  const code = /[#&]r=([\w-]+)/.exec(location.hash);
  try {
    const recipe = await inflate(code ? code[1] : grid.dataset.boot);
    const blob = await pool.picture(grid.dataset.picture);
    await pool.open("sample-0", blob);
    if (slots.size) return; // the page was faster
    const views = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("canvas[data-tile]"))].map((c) => Number(c.dataset.tile)).filter((n) => n >= 0);
    pool.show("sample-0", recipe, views, views);
  } catch { /* the page says what is wrong once it runs */ }
}

// picture fetches a picture of ours once.
const fetched = new Map();
pool.picture = (address) => {
  let p = fetched.get(address);
  if (!p) {
    p = fetch(address).then((r) => {
      if (!r.ok) throw new Error(address + ": " + r.status);
      return r.blob();
    });
    p.catch(() => fetched.delete(address));
    fetched.set(address, p);
  }
  return p;
};

if (document.readyState === "loading") addEventListener("DOMContentLoaded", boot);
else boot();

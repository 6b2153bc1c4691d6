// The pool of engine workers, window.graft.pool.
//
// Two kinds of work. A slot is a canvas of the page (data-tile) that wants one
// view of one recipe; the newest want wins, at most one render a slot is under
// way, and a result that came too late to be wanted is painted only if it is
// newer than what the canvas shows. Calls (thumbnails, archives, heads) wait in
// line behind slots. Pixels go from the worker to the canvas; the page's Go
// never touches them.
(() => {
  "use strict";
  const graft = (window.graft = window.graft || {});

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
  let generation = 0;
  let restarts = 0;
  let began = 0;

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
      if (m.error !== undefined) p.reject(new Error(m.error));
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
      await this.open(msg.key);
      try {
        return await this.ask(msg);
      } catch (err) {
        if (!/not open/.test(err.message)) throw err;
        this.opened.delete(msg.key);
        await this.open(msg.key);
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
        fault(why);
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
    const slot = nextSlot(i);
    if (slot) return (e) => (slot.busy || !wants(slot) ? Promise.resolve() : render(e, slot));
    const n = calls.findIndex((c) => (c.engine === undefined || c.engine === i));
    if (n < 0) return null;
    return (e) => {
      const [call] = calls.splice(n, 1);
      const answer = call.msg.key !== undefined && call.msg.do !== "open" && call.msg.do !== "close"
        ? e.withPicture(call.msg) : call.msg.do === "open" ? e.open(call.msg.key) : e.ask(call.msg);
      return answer.then(call.resolve, call.reject);
    };
  }

  function nextSlot(i) {
    let best = null;
    for (const s of slots.values()) {
      if (s.busy || !wants(s) || i >= enginesFor(s.want.key)) continue;
      if (!best || s.shown < best.shown) best = s;
    }
    return best;
  }

  const wants = (s) => s.want && s.shown !== s.want.gen && s.failed !== s.want.gen;

  async function render(e, s) {
    const want = s.want;
    s.busy = true;
    try {
      const r = await e.withPicture({ do: "render", key: want.key, recipe: want.recipe, view: want.view });
      if (s.want && want.gen > s.shown) {
        s.shown = want.gen;
        s.image = new ImageData(new Uint8ClampedArray(r.pixels), r.width, r.height);
        s.view = want.view;
        s.key = want.key;
        s.draws = r.draws || "[]";
        s.recipe = want.recipe;
        paint(s);
      }
    } catch (err) {
      if (err.died) return; // tried again by another engine
      s.failed = want.gen;
      if (s.want === want) fault(err.message);
    } finally {
      s.busy = false;
      settled();
    }
  }

  function paint(s) {
    const canvas = document.querySelector('canvas[data-tile="' + s.name + '"]');
    if (!canvas || !s.image) return;
    if (canvas.width !== s.image.width || canvas.height !== s.image.height) {
      canvas.width = s.image.width;
      canvas.height = s.image.height;
    }
    canvas.getContext("2d").putImageData(s.image, 0, 0);
    canvas.dataset.view = s.view;
    canvas.dataset.ready = s.want && s.shown === s.want.gen ? "1" : "0";
    s.canvas = canvas;
  }

  function settled() {
    if (!began) return;
    for (const s of slots.values()) if (s.busy || wants(s)) return;
    const ms = performance.now() - began;
    began = 0;
    dispatchEvent(new CustomEvent("graft-drawn", { detail: { ms } }));
  }

  let lastFault = "";
  function fault(text) {
    if (text === lastFault) return;
    lastFault = text;
    setTimeout(() => { lastFault = ""; }, 3000);
    dispatchEvent(new CustomEvent("graft-fault", { detail: { text } }));
  }

  // -- what the page calls ---------------------------------------------------
  const pool = (graft.pool = {});

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

  pool.close = (key) => {
    pictures.delete(key);
    for (const e of engines) {
      if (e && e.opened.delete(key)) e.ask({ do: "close", key }).catch(() => {});
    }
  };

  // call sends one message to a worker. A head and what is predicted with it
  // share a worker.
  pool.call = (msg) => new Promise((resolve, reject) => {
    const bound = msg.do === "head" || msg.do === "predict" || msg.do === "open";
    calls.push({ msg, resolve, reject, engine: bound ? 0 : undefined });
    if (restarts > RESTARTS) restarts = 0; // a new wish is a new try
    pump();
  });

  // show says what every slot should have; slots that are not named are let go.
  // names and views are arrays of one length.
  pool.show = (key, recipe, names, views) => {
    const keep = new Set();
    let changed = false;
    for (let i = 0; i < names.length; i++) {
      const name = String(names[i]);
      keep.add(name);
      let s = slots.get(name);
      if (!s) slots.set(name, (s = { name, shown: 0, failed: 0, want: null, busy: false }));
      const same = s.want && s.want.key === key && s.want.recipe === recipe && s.want.view === views[i];
      if (!same) {
        s.want = { key, recipe, view: views[i], gen: ++generation };
        changed = true;
        if (s.key === key && s.recipe === recipe && s.view === views[i]) s.shown = s.want.gen;
      }
      const canvas = document.querySelector('canvas[data-tile="' + name + '"]');
      if (!canvas) continue;
      if (canvas !== s.canvas || s.shown === s.want.gen) paint(s);
      if (s.shown !== s.want.gen) canvas.dataset.ready = "0";
    }
    for (const name of slots.keys()) if (!keep.has(name)) slots.delete(name);
    if (changed) {
      began = performance.now();
      if (restarts > RESTARTS) restarts = 0;
      pump();
      settled();
    }
  };

  // draws returns what a slot shows: {view, draws (JSON), ready}.
  pool.draws = (name) => {
    const s = slots.get(String(name));
    return s && s.image ? { view: s.view, draws: s.draws, ready: s.shown === s.want.gen } : null;
  };

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
    const grid = document.querySelector("[data-boot]");
    if (!grid || /[#&]view=(data|train|recognise)/.test(location.hash)) return;
    const code = /[#&]r=([\w-]+)/.exec(location.hash);
    try {
      const recipe = await inflate(code ? code[1] : grid.dataset.boot);
      const blob = await pool.picture(grid.dataset.picture);
      await pool.open("sample-0", blob);
      if (slots.size) return; // the page was faster
      const views = [...document.querySelectorAll("canvas[data-tile]")].map((c) => Number(c.dataset.tile)).filter((n) => n >= 0);
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
})();

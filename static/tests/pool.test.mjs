// How the pool shares out work among engines, with workers that answer when they are told.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

let workers, canvases, told;

class Worker {
  constructor() { this.asked = []; workers.push(this); queueMicrotask(() => this.onmessage({ data: { ready: true } })); }
  postMessage(m) { this.asked.push(m); }
  terminate() { this.dead = true; }
  // answer answers the oldest message.
  answer(fields) { this.onmessage({ data: { ...fields, id: this.asked.shift().id } }); }
  opened() { this.answer({ width: 4, height: 4, format: "png", digest: "", bytes: 9 }); }
  views(ms = 1) {
    const n = this.asked[0].views.length;
    this.answer({ width: 2, height: 2, ms, draws: Array(n).fill("[]"), pixels: new ArrayBuffer(n * 16) });
  }
  die() { this.onerror({ preventDefault() {}, message: "out of memory" }); }
}

const turn = () => new Promise((done) => setTimeout(done));

class ImageData { constructor(data, width, height) { Object.assign(this, { data, width, height }); } }

Object.assign(globalThis, {
  graft: {}, Worker, ImageData,
  addEventListener() {},
  dispatchEvent(e) { told.push([e.type, e.detail]); },
  CustomEvent: class { constructor(type, { detail }) { Object.assign(this, { type, detail }); } },
  document: {
    readyState: "complete",
    querySelector: (s) => canvases[/"(.*)"/.exec(s)?.[1]] ?? null,
    querySelectorAll: () => [],
  },
  location: { hash: "" },
});
Object.defineProperty(globalThis, "navigator", { value: { hardwareConcurrency: 2 }, configurable: true });

let copies = 0;
let pool;
beforeEach(async () => {
  workers = []; canvases = {}; told = [];
  await import("../pool.js?copy=" + ++copies); // a pool of its own for each test
  pool = graft.pool;
});

const canvas = () => ({ dataset: {}, width: 0, height: 0, getContext: () => ({ putImageData() {} }) });
const asked = () => workers.find((w) => !w.dead && w.asked.length); // an engine that has something to do
const grid = (n) => Array.from({ length: n }, (_, i) => { canvases[i] = canvas(); return i; });

async function openPicture(key = "a") {
  const info = pool.open(key, new Blob(["x"]));
  await turn(); await turn();
  workers[0].opened();
  await info;
}

test("engines begin when there is work, and not before", async () => {
  await turn();
  assert.equal(workers.length, 0);
  pool.call({ do: "thumb" });
  await turn(); await turn();
  assert.ok(workers.length > 0);
  assert.equal(workers.flatMap((w) => w.asked).length, 1, "one engine is asked");
  assert.equal(asked().asked[0].do, "thumb");
});

test("a call ends as its engine says", async () => {
  const good = pool.call({ do: "thumb" }), bad = pool.call({ do: "archive" });
  await turn(); await turn();
  workers.find((w) => w.asked[0]?.do === "thumb").answer({ width: 7 });
  workers.find((w) => w.asked[0]?.do === "archive").answer({ error: "no archive", code: "dataset.not_archive", args: { n: 1 } });
  assert.equal((await good).width, 7);
  await assert.rejects(bad, { message: "no archive", code: "dataset.not_archive" });
});

test("the newest wish is drawn, and what came too late is not", async () => {
  await openPicture();
  const names = grid(1);
  const drawing = async () => {
    for (let n = 0; n < 9 && asked()?.asked[0].do !== "views"; n++) { // another engine opens the picture first
      if (asked()?.asked[0].do === "open") asked().opened();
      await turn();
    }
    return asked();
  };
  pool.show("a", "one", names, [0]);
  const first = await drawing();
  assert.equal(first.asked[0].recipe, "one");
  pool.show("a", "two", names, [0]);
  pool.show("a", "three", names, [0]);
  first.views();
  await turn();
  assert.equal(canvases[0].dataset.ready, "0", "an older view is shown as one");
  const second = await drawing();
  assert.equal(second.asked[0].recipe, "three", "what nobody wants any more is not drawn");
  second.views();
  await turn(); await turn();
  assert.equal(canvases[0].dataset.ready, "1");
  assert.equal(told.filter(([name]) => name === "graft-drawn").length, 1);
});

test("slots come before calls", async () => {
  await openPicture();
  const names = grid(2);
  const calls = [pool.call({ do: "thumb", n: 1 }), pool.call({ do: "thumb", n: 2 }), pool.call({ do: "thumb", n: 3 })];
  pool.show("a", "one", names, [0, 1]);
  await turn();
  const order = [];
  for (let round = 0; round < 20; round++) {
    for (const w of workers) {
      const m = w.asked[0];
      if (!m) continue;
      order.push(m.do);
      if (m.do === "views") w.views(); else if (m.do === "open") w.opened(); else w.answer({});
    }
    await turn();
  }
  await Promise.all(calls);
  assert.ok(order.lastIndexOf("views") >= 0 && order.lastIndexOf("views") < order.lastIndexOf("thumb"), order.join());
});

test("an engine that has forgotten a picture opens it again", async () => {
  await openPicture();
  const made = pool.call({ do: "share", key: "a" }, 0);
  await turn();
  workers[0].answer({ error: "not open", code: "engine.not_open" });
  await turn();
  assert.equal(workers[0].asked[0].do, "open");
  workers[0].opened();
  await turn();
  assert.equal(workers[0].asked[0].do, "share");
  workers[0].answer({ width: 3 });
  assert.equal((await made).width, 3);
});

test("the work of an engine that dies is another's, once", async () => {
  const call = pool.call({ do: "thumb" });
  await turn(); await turn();
  const first = asked();
  first.die();
  await new Promise((done) => setTimeout(done, 300));
  assert.ok(first.dead);
  const again = asked();
  assert.equal(again?.asked[0].do, "thumb");
  again.die();
  await assert.rejects(call, { message: "out of memory" });
});

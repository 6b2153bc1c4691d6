// Which class the pictures of dropped folders, files and archives come into. What classes
// there are is for core/dataset to say, here the engine that answers "place".
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

let kept, skipped, asked, placed;

const store = {
  status: { error: "" }, work: { phase: "", done: 0, total: 0, cancelled: false },
  open: async () => {}, measure: async () => {}, changed() {}, tell() {},
  classes: () => [...kept.keys()].map((name) => ({ id: "id-" + name, name, ids: kept.get(name) })),
  async addClass(name) { if (!kept.has(name)) kept.set(name, []); return "id-" + name; },
  async put(cls, name) { kept.get(cls.slice(3)).push(name); },
  byDigest: () => undefined,
  skip(path, code, text = "") { skipped.push([path, code, text]); },
};
let digests = 0;
const pool = {
  async call(m) {
    asked.push(m);
    if (m.do === "thumb") return { data: new ArrayBuffer(1), mime: "image/jpeg", digest: String(digests++) };
    if (m.do === "place") return placed(m.paths);
    if (m.do === "archive") return { entries: [{ path: "a/1.jpg", class: "a", bytes: 1 }], skipped: [{ path: ".x", reason: "hidden file", code: "dataset.skip_hidden" }] };
    if (m.do === "archive.read") return { files: m.paths.map(() => ({ data: new ArrayBuffer(1) })) };
    throw new Error("unexpected: " + m.do);
  },
};
Object.assign(globalThis, {
  graft: { store, pool, crc32: () => 0, drawable: { whole: async () => false } },
  window: { dispatchEvent() {} },
  document: { documentElement: { lang: "en" } },
  CustomEvent: class {},
});
Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
await import("../import.js");

beforeEach(() => {
  kept = new Map(); skipped = []; asked = [];
  placed = (paths) => ({ placed: paths.map((p, at) => ({ at, class: p.split("/").at(-2) })), loose: [], skipped: [] });
});

const file = (path) => Object.assign(new Blob(["x"]), { name: path.split("/").pop(), webkitRelativePath: path.includes("/") ? path : "" });
const classes = () => Object.fromEntries([...kept].sort());
async function take(paths, cls = null) {
  await graft.store.files(paths.map(file), cls);
  while (store.work.phase) await new Promise((done) => setTimeout(done, 1));
  await new Promise((done) => setTimeout(done, 5)); // an archive is read beside it
  while (store.work.phase) await new Promise((done) => setTimeout(done, 1));
}

test("files in folders are placed by core/dataset", async () => {
  placed = () => ({ placed: [{ at: 2, class: "x" }, { at: 0, class: "y" }], loose: [1], skipped: [
    { path: "set/b.jpg", reason: "not in a class folder", code: "dataset.skip_loose" }, { path: "set/.c", reason: "hidden file", code: "dataset.skip_hidden" }] });
  await take(["set/y/a.jpg", "set/b.jpg", "set/x/d.jpg", "set/.c"]);
  assert.deepEqual(asked.find((m) => m.do === "place").paths, ["set/y/a.jpg", "set/b.jpg", "set/x/d.jpg", "set/.c"]);
  assert.deepEqual(classes(), { x: ["d.jpg"], y: ["a.jpg"] });
  assert.deepEqual(skipped.map(([path, code]) => [path, code]), [["set/b.jpg", "archive"], ["set/.c", "system"]]);
});

test("files in no folder make a class of their own", async () => {
  await take(["1.jpg", "2.jpg"]);
  assert.deepEqual(classes(), { "Class 1": ["1.jpg", "2.jpg"] });
  assert.ok(!asked.some((m) => m.do === "place"));
});

test("all that is brought to a class is of that class", async () => {
  await store.addClass("cat");
  placed = (paths) => ({ placed: [{ at: 0, class: "other" }], loose: [1], skipped: [{ path: paths[1], reason: "", code: "dataset.skip_loose" }, { path: "f/.x", reason: "", code: "dataset.skip_hidden" }] });
  await take(["f/g/1.jpg", "f/2.jpg", "3.jpg", "pack.zip"], "id-cat");
  assert.deepEqual(classes().cat.sort(), ["1.jpg", "2.jpg", "3.jpg", "pack.zip"]);
  assert.deepEqual(skipped.map(([path]) => path), ["f/.x"], "a loose one is no fault here");
});

test("an archive is read by the engine", async () => {
  await take(["set.zip"]);
  assert.deepEqual(classes(), { a: ["1.jpg"] });
  assert.deepEqual(skipped, [["set.zip/.x", "system", "hidden file"]]);
});

test("numbers in names are ordered as numbers", async () => {
  await take(["a/10.jpg", "a/9.jpg", "a/2.jpg"]);
  assert.equal(asked.filter((m) => m.do === "thumb").length, 3);
  assert.deepEqual(classes().a.sort((x, y) => parseInt(x) - parseInt(y)), ["2.jpg", "9.jpg", "10.jpg"]);
});

// The set that the browser keeps, in IndexedDB.
import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { before, test } from "node:test";

const heard = [];
Object.assign(globalThis, {
  graft: {},
  window: { dispatchEvent: (e) => heard.push(JSON.parse(e.detail)) },
  CustomEvent: class { constructor(type, { detail }) { Object.assign(this, { type, detail }); } },
  addEventListener() {},
  document: { addEventListener() {}, visibilityState: "visible" },
});
Object.defineProperty(globalThis, "navigator", { value: { storage: { estimate: async () => ({ usage: 1, quota: 10 }), persisted: async () => false } }, configurable: true });

const made = (digest) => ({ thumb: new Blob(["thumb"]), digest, crc: 7 });
const state = () => JSON.parse(graft.store.state());
const names = () => graft.store.classes().map((c) => [c.name, c.ids.length]);

before(async () => {
  await import("../store.js");
  await graft.store.open();
});

test("a set is made, changed and taken back", async () => {
  const cat = await graft.store.addClass("cat"), dog = await graft.store.addClass("dog");
  await graft.store.put(cat, "1.jpg", new Blob(["one"]), made("d1"));
  await graft.store.put(cat, "2.jpg", new Blob(["three"]), made("d2"));
  await graft.store.put(dog, "3.jpg", new Blob(["four"]), made("d3"));
  assert.deepEqual(names(), [["cat", 2], ["dog", 1]]);
  assert.equal(state().bytes, 3 + 5 + 4);
  assert.equal(graft.store.byDigest("d2").name, "2.jpg");
  const id = graft.store.byDigest("d2").id;
  assert.equal(await (await graft.store.file(id)).text(), "three");

  const signature = state().signature;
  await graft.store.move([id], dog);
  assert.deepEqual(names(), [["cat", 1], ["dog", 2]]);
  assert.notEqual(state().signature, signature);
  await graft.store.undo();
  assert.deepEqual(names(), [["cat", 2], ["dog", 1]]);
  assert.equal(state().signature, signature);

  await graft.store.remove([id]);
  assert.equal(graft.store.byDigest("d2"), undefined);
  await graft.store.undo();
  assert.equal(graft.store.byDigest("d2").id, id);

  await graft.store.merge(cat, dog);
  assert.deepEqual(names(), [["dog", 3]]);
  await graft.store.undo();
  assert.deepEqual(names(), [["cat", 2], ["dog", 1]]);
  assert.equal(state().signature, signature);
});

test("what is left out is named, up to a bound, and counted past it", () => {
  for (let i = 0; i < 2003; i++) graft.store.skip("x/" + i, "unreadable", "no picture");
  assert.equal(state().skipped.length, 2000);
  assert.equal(state().skipped_more, 3);
  graft.store.forgetSkipped();
  assert.equal(state().skipped.length + state().skipped_more, 0);
});

test("the page is told", () => assert.ok(heard.length > 0 && heard.at(-1).kind === state().kind));

// The zip archives that the tab writes, read by what the format says (APPNOTE 6.3.10).
import assert from "node:assert/strict";
import { test } from "node:test";
import zlib from "node:zlib";

globalThis.graft = {};
await import("../zip.js");

const bytesOf = async (parts) => new Uint8Array(await new Blob(parts).arrayBuffer());

// entries reads an archive by its directory: [path, bytes].
function entries(all) {
  const view = new DataView(all.buffer);
  const end = all.length - 22;
  assert.equal(view.getUint32(end, true), 0x06054b50, "end of the directory");
  const list = [];
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    assert.equal(view.getUint32(at, true), 0x02014b50, "entry of the directory");
    const crc = view.getUint32(at + 16, true), size = view.getUint32(at + 24, true), length = view.getUint16(at + 28, true);
    const path = new TextDecoder().decode(all.subarray(at + 46, at + 46 + length));
    const local = view.getUint32(at + 42, true);
    assert.equal(view.getUint32(local, true), 0x04034b50, "header of " + path);
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const data = all.slice(from, from + size);
    assert.equal(graft.crc32(data), crc, "sum of " + path);
    list.push([path, data]);
    at += 46 + length + view.getUint16(at + 30, true);
  }
  return list;
}

test("crc32 is zlib's, whole and in parts", () => {
  for (const n of [0, 1, 3, 4, 5, 1000, 65537]) {
    const data = Uint8Array.from({ length: n }, (_, i) => (i * 31 + (i >> 3)) & 255);
    assert.equal(graft.crc32(data), zlib.crc32(data), n + " bytes");
    const cut = Math.floor(n / 3);
    assert.equal(graft.crc32(data.subarray(cut), graft.crc32(data.subarray(0, cut))), zlib.crc32(data), n + " bytes in two parts");
  }
});

test("what goes in comes out", async () => {
  const given = [["cat/1.jpg", "one"], ["类别/图.png", "two"], ["dog/empty", ""]].map(([path, text]) => [path, new TextEncoder().encode(text)]);
  const zip = graft.zip();
  const parts = given.flatMap(([path, data]) => [zip.add(path, data.length, graft.crc32(data)), data]);
  assert.deepEqual(entries(await bytesOf([...parts, ...zip.end()])), given);
});

test("equal contents give equal archives", async () => {
  const make = async () => {
    const zip = graft.zip();
    return bytesOf([zip.add("a", 1, 7), "x", ...zip.end()]);
  };
  assert.deepEqual(await make(), await make());
});

test("past four gigabytes offsets are told in 64 bits", async () => {
  const zip = graft.zip();
  const big = 0xfffffff0;
  const first = zip.add("a", big, 1);
  zip.add("b", 1, 2);
  const all = await bytesOf(zip.end());
  const view = new DataView(all.buffer);
  const at = 46 + 1; // the entry of a, without more fields
  assert.equal(view.getUint32(at, true), 0x02014b50);
  assert.equal(view.getUint32(at + 42, true), 0xffffffff, "offset of b is elsewhere");
  assert.equal(view.getBigUint64(at + 46 + 1 + 4, true), BigInt(first.length + big), "offset of b");
  assert.ok(all.some((_, i) => i + 4 <= all.length && view.getUint32(i, true) === 0x06064b50), "the end in 64 bits");
});

test("65,535 entries and more are counted in 64 bits", async () => {
  const zip = graft.zip();
  for (let i = 0; i < 0xffff; i++) zip.add(String(i), 0, 0);
  const all = await bytesOf(zip.end());
  const view = new DataView(all.buffer), end = all.length - 22;
  assert.equal(view.getUint16(end + 10, true), 0xffff);
  assert.equal(view.getUint32(end - 20, true), 0x07064b50, "where the end in 64 bits is");
  assert.equal(view.getBigUint64(end - 20 - 56 + 32, true), 0xffffn);
});

// The format of zip archives, for whoever writes one from front to back:
// APPNOTE 6.3.10, entries stored, not packed, names in UTF-8. Sizes of one entry
// fit in 32 bits; offsets and counts may need zip64.
const utf8 = new TextEncoder();
const BIG = 0xffffffff;
const HELD = 1 << 16; // bytes of the directory that wait to become a Blob

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

function join(...parts) {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) { out.set(p, at); at += p.length; }
  return out;
}

const DOS_DATE = ((2020 - 1980) << 9) | (1 << 5) | 1; // equal contents, equal archives

// gather collects bytes as Blobs, which the browser may put on disk.
graft.gather = () => {
  const blobs = [];
  let loose = [], held = 0;
  const fold = () => { if (held) blobs.push(new Blob(loose)); loose = []; held = 0; };
  return {
    add(bytes) { loose.push(bytes); if ((held += bytes.length) > HELD) fold(); },
    all() { fold(); return blobs; },
  };
};

// zip begins an archive. add(path, size, crc) returns what stands before the
// entry's bytes; end() returns what follows the last entry.
graft.zip = () => {
  const directory = graft.gather();
  let at = 0, count = 0, length = 0;
  return {
    add(path, size, crc) {
      const name = utf8.encode(path), far = at >= BIG;
      const extra = far ? fields(2, 1, 2, 8, 8, at) : new Uint8Array();
      const listed = join(fields(4, 0x02014b50, 2, 45, 2, far ? 45 : 20, 2, 0x0800, 2, 0, 2, 0, 2, DOS_DATE, 4, crc, 4, size, 4, size,
        2, name.length, 2, extra.length, 2, 0, 2, 0, 2, 0, 4, 0, 4, far ? BIG : at), name, extra);
      directory.add(listed);
      count++;
      length += listed.length;
      const local = join(fields(4, 0x04034b50, 2, 20, 2, 0x0800, 2, 0, 2, 0, 2, DOS_DATE, 4, crc, 4, size, 4, size, 2, name.length, 2, 0), name);
      at += local.length + size;
      return local;
    },
    end: () => [...directory.all(), ...ending(count, length, at)],
  };
};

function ending(count, length, at) {
  const far = count >= 0xffff || at >= BIG || length >= BIG;
  const end = fields(4, 0x06054b50, 2, 0, 2, 0, 2, far ? 0xffff : count, 2, far ? 0xffff : count, 4, far ? BIG : length, 4, far ? BIG : at, 2, 0);
  if (!far) return [end];
  const end64 = fields(4, 0x06064b50, 8, 44, 2, 45, 2, 45, 4, 0, 4, 0, 8, count, 8, count, 8, length, 8, at);
  return [end64, fields(4, 0x07064b50, 4, 0, 8, at + length, 4, 1), end];
}

const table = Array.from({ length: 4 }, () => new Int32Array(256));
for (let i = 0; i < 256; i++) {
  let c = i;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  table[0][i] = c;
}
for (let i = 0; i < 256; i++) {
  for (let t = 1; t < 4; t++) table[t][i] = (table[t - 1][i] >>> 8) ^ table[0][table[t - 1][i] & 255];
}

// crc32 takes four bytes a turn. before is the sum of what came before.
graft.crc32 = (bytes, before = 0) => {
  const [t0, t1, t2, t3] = table;
  let c = ~before, i = 0;
  for (const end = bytes.length - 3; i < end; i += 4) {
    c ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    c = t3[c & 255] ^ t2[(c >>> 8) & 255] ^ t1[(c >>> 16) & 255] ^ t0[c >>> 24];
  }
  for (; i < bytes.length; i++) c = (c >>> 8) ^ t0[(c ^ bytes[i]) & 255];
  return ~c >>> 0;
};

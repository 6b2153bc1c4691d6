// A file system in memory with the part of Node's fs that Go's syscall package
// asks for. Paths are absolute after resolve; a node is {dir: Map} or
// {data: Uint8Array, size}.
"use strict";

const memfs = {
  root: { dir: new Map() },
  cwd: "/",
  open: new Map(),
  next: 10,
  lines: ["", "", ""],

  fail(code) {
    const err = new Error(code);
    err.code = code;
    return err;
  },

  parts(path) {
    const out = [];
    for (const part of (path.startsWith("/") ? path : this.cwd + "/" + path).split("/")) {
      if (part === "..") out.pop();
      else if (part !== "" && part !== ".") out.push(part);
    }
    return out;
  },

  find(path) {
    let node = this.root;
    for (const part of this.parts(path)) {
      if (!node.dir) throw this.fail("ENOTDIR");
      node = node.dir.get(part);
      if (!node) throw this.fail("ENOENT");
    }
    return node;
  },

  parent(path) {
    const parts = this.parts(path);
    const name = parts.pop();
    const dir = this.find("/" + parts.join("/"));
    if (!dir.dir) throw this.fail("ENOTDIR");
    return [dir.dir, name];
  },

  makeDirs(path) {
    let node = this.root;
    for (const part of this.parts(path)) {
      if (!node.dir.has(part)) node.dir.set(part, { dir: new Map() });
      node = node.dir.get(part);
    }
  },

  put(path, data) {
    this.makeDirs(path.slice(0, path.lastIndexOf("/")));
    const [dir, name] = this.parent(path);
    dir.set(name, { data, size: data.length });
  },

  print(fd, bytes) {
    this.lines[fd] += new TextDecoder().decode(bytes);
    const end = this.lines[fd].lastIndexOf("\n");
    if (end >= 0) {
      console.log("\u0001" + fd + this.lines[fd].slice(0, end));
      this.lines[fd] = this.lines[fd].slice(end + 1);
    }
  },

  flush() {
    for (const fd of [1, 2]) if (this.lines[fd]) this.print(fd, new TextEncoder().encode("\n"));
  },

  resize(node, size) {
    if (size > node.data.length) {
      const grown = new Uint8Array(Math.max(size, node.data.length * 2));
      grown.set(node.data.subarray(0, node.size));
      node.data = grown;
    } else if (size < node.size) {
      node.data.fill(0, size, node.size);
    }
    node.size = size;
  },

  stat(node) {
    return {
      dev: 1, ino: 1, nlink: 1, uid: 0, gid: 0, rdev: 0, blksize: 4096, blocks: 1,
      mode: node.dir ? 0o040755 : 0o100644, size: node.dir ? 0 : node.size,
      atimeMs: 0, mtimeMs: 0, ctimeMs: 0, isDirectory: () => !!node.dir,
    };
  },
};

// Each call answers through Node's callback, always later than it returns.
function answer(callback, work) {
  let result, fault = null;
  try { result = work(); } catch (err) { fault = err; }
  queueMicrotask(() => fault ? callback(fault) : callback(null, result));
}

const O = { O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024, O_DIRECTORY: 65536 };

function handle(fd) {
  const h = memfs.open.get(fd);
  if (!h) throw memfs.fail("EBADF");
  return h;
}

const nothing = (...args) => answer(args[args.length - 1], () => undefined);

globalThis.fs = {
  constants: O,
  writeSync(fd, buf) { memfs.print(fd, buf); return buf.length; },
  open(path, flags, mode, callback) {
    answer(callback, () => {
      let node;
      try {
        node = memfs.find(path);
        if (flags & O.O_CREAT && flags & O.O_EXCL) throw memfs.fail("EEXIST");
      } catch (err) {
        if (err.code !== "ENOENT" || !(flags & O.O_CREAT)) throw err;
        const [dir, name] = memfs.parent(path);
        node = { data: new Uint8Array(0), size: 0 };
        dir.set(name, node);
      }
      if (flags & O.O_DIRECTORY && !node.dir) throw memfs.fail("ENOTDIR");
      if (node.dir && flags & (O.O_WRONLY | O.O_RDWR)) throw memfs.fail("EISDIR");
      if (flags & O.O_TRUNC && !node.dir) memfs.resize(node, 0);
      memfs.open.set(memfs.next, { node, at: 0, append: flags & O.O_APPEND });
      return memfs.next++;
    });
  },
  close(fd, callback) { answer(callback, () => { handle(fd); memfs.open.delete(fd); }); },
  read(fd, buffer, offset, length, position, callback) {
    answer(callback, () => {
      if (fd === 0) return 0;
      const h = handle(fd);
      if (h.node.dir) throw memfs.fail("EISDIR");
      const from = position === null ? h.at : position;
      const n = Math.max(0, Math.min(length, h.node.size - from));
      buffer.set(h.node.data.subarray(from, from + n), offset);
      if (position === null) h.at += n;
      return n;
    });
  },
  write(fd, buffer, offset, length, position, callback) {
    answer(callback, () => {
      const bytes = buffer.subarray(offset, offset + length);
      if (fd === 1 || fd === 2) { memfs.print(fd, bytes); return length; }
      const h = handle(fd);
      const from = h.append ? h.node.size : position === null ? h.at : position;
      if (from + length > h.node.size) memfs.resize(h.node, from + length);
      h.node.data.set(bytes, from);
      if (position === null) h.at = from + length;
      return length;
    });
  },
  fstat(fd, callback) { answer(callback, () => memfs.stat(fd < 3 ? { size: 0 } : handle(fd).node)); },
  stat(path, callback) { answer(callback, () => memfs.stat(memfs.find(path))); },
  lstat(path, callback) { answer(callback, () => memfs.stat(memfs.find(path))); },
  readdir(path, callback) {
    answer(callback, () => {
      const node = memfs.find(path);
      if (!node.dir) throw memfs.fail("ENOTDIR");
      return [...node.dir.keys()];
    });
  },
  mkdir(path, perm, callback) {
    answer(callback, () => {
      const [dir, name] = memfs.parent(path);
      if (name === undefined || dir.has(name)) throw memfs.fail("EEXIST");
      dir.set(name, { dir: new Map() });
    });
  },
  unlink(path, callback) {
    answer(callback, () => {
      const [dir, name] = memfs.parent(path);
      if (!dir.has(name)) throw memfs.fail("ENOENT");
      if (dir.get(name).dir) throw memfs.fail("EISDIR");
      dir.delete(name);
    });
  },
  rmdir(path, callback) {
    answer(callback, () => {
      const [dir, name] = memfs.parent(path);
      const node = dir.get(name);
      if (!node) throw memfs.fail("ENOENT");
      if (!node.dir) throw memfs.fail("ENOTDIR");
      if (node.dir.size) throw memfs.fail("ENOTEMPTY");
      dir.delete(name);
    });
  },
  rename(from, to, callback) {
    answer(callback, () => {
      const node = memfs.find(from);
      const [toDir, toName] = memfs.parent(to);
      const [fromDir, fromName] = memfs.parent(from);
      fromDir.delete(fromName);
      toDir.set(toName, node);
    });
  },
  ftruncate(fd, length, callback) { answer(callback, () => memfs.resize(handle(fd).node, length)); },
  truncate(path, length, callback) { answer(callback, () => memfs.resize(memfs.find(path), length)); },
  readlink(path, callback) { answer(callback, () => { memfs.find(path); throw memfs.fail("EINVAL"); }); },
  symlink(path, link, callback) { answer(callback, () => { throw memfs.fail("EPERM"); }); },
  link(path, link, callback) { answer(callback, () => { throw memfs.fail("EPERM"); }); },
  fsync: nothing, chmod: nothing, fchmod: nothing, chown: nothing, fchown: nothing, lchown: nothing, utimes: nothing,
};

globalThis.process = {
  pid: 1, ppid: 0, getuid: () => 0, getgid: () => 0, geteuid: () => 0, getegid: () => 0, getgroups: () => [0],
  umask: () => 0o022, cwd: () => memfs.cwd, chdir: (path) => { memfs.find(path); memfs.cwd = "/" + memfs.parts(path).join("/"); },
};

globalThis.path = { resolve: (...paths) => "/" + memfs.parts(paths.join("/")).join("/") };

// What bench/augment runs in the tab, window.bench.
(() => {
  "use strict";
  // As many workers as the grid's bar speaks of, on a machine of any size. Read
  // by pool.js, which comes after this.
  Object.defineProperty(navigator, "hardwareConcurrency", { value: 2 });

  window.graft = {}; // as the page has it before its modules
  const bench = (window.bench = {});
  let blob, worker, next = 1;
  const waiting = new Map();

  const ask = (msg) => new Promise((resolve, reject) => {
    waiting.set(next, { resolve, reject });
    worker.postMessage({ ...msg, id: next++ });
  });

  const load = (src) => new Promise((resolve, reject) => {
    const s = document.createElement("script");
    s.src = src;
    s.onload = resolve;
    s.onerror = () => reject(new Error(src + ": not loaded"));
    document.head.append(s);
  });

  bench.start = async (withTensorFlow) => {
    blob = await (await fetch("/source.png")).blob();
    worker = new Worker("/web/engine.js?exec=/web/wasm_exec.js&wasm=/web/engine.wasm");
    await new Promise((resolve, reject) => {
      worker.onerror = (e) => reject(new Error(e.message));
      worker.onmessage = ({ data }) => {
        if (data.ready) return resolve();
        const w = waiting.get(data.id);
        waiting.delete(data.id);
        data.error === undefined ? w.resolve(data) : w.reject(new Error(data.error));
      };
    });
    await ask({ do: "open", key: "source", data: blob });
    if (!withTensorFlow) return;
    for (const name of ["tfjs-core/dist/tf-core", "tfjs-backend-cpu/dist/tf-backend-cpu", "tfjs-backend-wasm/dist/tf-backend-wasm"]) {
      await load("/tfjs/" + name + ".min.js");
    }
    await load("/peers.js");
    await bench.startTensorFlow(await createImageBitmap(blob));
  };

  // best returns the milliseconds of one of n in the best of some rounds.
  const best = async (n, rounds, budget, one) => {
    await one(0);
    let least = Infinity;
    const end = performance.now() + budget;
    for (let r = 0; r < rounds || performance.now() < end; r++) {
      const start = performance.now();
      for (let view = 0; view < n; view++) await one(view);
      least = Math.min(least, performance.now() - start);
    }
    return least / n;
  };

  // Four views a message, about what the page's pool asks a worker for at once.
  bench.engine = async (recipe, n, rounds, budget) =>
    (await best(n / 4, rounds, budget, (i) => ask({ do: "views", key: "source", recipe, views: [4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3] }))) / 4;

  bench.tensorflow = (name, n, rounds, budget) => {
    const one = bench.peers[name];
    return one ? best(n, rounds, budget, () => bench.runTensorFlow(one)) : 0;
  };

  // grid draws nine tiles through the page's own pool, with another seed each
  // time, as "new draw" does.
  bench.grid = async (recipe, rounds) => {
    const names = [...Array(9).keys()];
    for (const name of names) {
      const canvas = document.createElement("canvas");
      canvas.dataset.tile = name;
      document.body.append(canvas);
    }
    await graft.pool.open("source", blob);
    const draw = (seed) => new Promise((resolve) => {
      addEventListener("graft-drawn", (e) => resolve(e.detail.ms), { once: true });
      graft.pool.show("source", JSON.stringify({ ...JSON.parse(recipe), seed }), names, names);
    });
    for (let i = 0; i < 5; i++) await draw(i); // both workers start and open the picture
    const times = [];
    for (let i = 0; i < rounds; i++) {
      times.push(await draw(1000 + i));
      await new Promise((resolve) => setTimeout(resolve, 30)); // as if looked at
    }
    times.sort((a, b) => a - b);
    return { tiles: names.length, workers: graft.pool.engines(), best_ms: times[0], median_ms: times[times.length >> 1] };
  };
})();

// The worker around engine.wasm (Go, wasm/engine). ?exec= and ?wasm= are the
// addresses of Go's wasm_exec.js and of the engine, from this origin. Messages
// that come before the engine is ready wait.
"use strict";

{
  const query = new URLSearchParams(self.location.search);
  const here = (name) => {
    const url = new URL(query.get(name), self.location.href);
    if (url.origin !== self.location.origin) throw new Error("engine: " + name + " is on another origin");
    return url.href;
  };

  const early = [];
  self.onmessage = (event) => early.push(event.data);

  // Called by the engine with its receiver, once.
  self.graftReady = (receive) => {
    self.onmessage = (event) => receive(event.data);
    // After its own {ready}, and so never before the engine is up.
    queueMicrotask(() => { for (const message of early.splice(0)) receive(message); });
  };

  // The page learns of a failure through the worker's error event.
  const fail = (why) => setTimeout(() => { throw new Error("engine: " + why); });

  const instantiate = async (imports) => {
    const response = await fetch(here("wasm"));
    if (!response.ok) throw new Error(here("wasm") + ": " + response.status);
    if (/^application\/wasm\b/.test(response.headers.get("Content-Type") || "")) {
      return WebAssembly.instantiateStreaming(response, imports);
    }
    return WebAssembly.instantiate(await response.arrayBuffer(), imports);
  };

  (async () => {
    importScripts(here("exec"));
    const go = new Go();
    const { instance } = await instantiate(go.importObject);
    await go.run(instance);
    throw new Error("it stopped");
  })().catch((error) => fail(error && error.message || String(error)));
}

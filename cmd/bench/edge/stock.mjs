// The entry as workers-assets-gen of syumai/workers v0.33 has it (-mode=go), for
// comparison: a Go instance for every request. The program is ours, which takes a
// body's bytes, not its stream; so a body is read before.
import program from "./edge.wasm";
import "./wasm_exec.js";

async function run(context) {
  const go = new globalThis.Go();
  let ready;
  const started = new Promise((resolve) => { ready = resolve; });
  globalThis.context = context;
  const instance = new WebAssembly.Instance(program, { ...go.importObject, workers: { ready: () => ready() } });
  go.run(instance);
  await started;
}

export default {
  async fetch(request, env, ctx) {
    const body = new Uint8Array(await request.arrayBuffer());
    const binding = {};
    await run({ env, ctx, binding });
    return binding.handleRequest({ url: request.url, method: request.method, headers: request.headers, body });
  },
};

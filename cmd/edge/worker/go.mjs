// One Go instance for all the requests of this isolate. Go runs while it is
// called: handleRequest, or a promise that one of its requests waits for, and
// returns when every goroutine waits. So requests take turns and cannot get in
// each other's way; core/link holds no lock while it waits.
//
// An instance that ends (a panic outside a handler, no memory) is replaced at
// the next request. What waited in it is answered with 503.
import program from "./edge.wasm";
import "./wasm_exec.js"; // Go's own; defines globalThis.Go

// Go's memory grows and never shrinks, and an isolate has 128 MB.
const LARGE = 64 << 20;

const LOOK_MS = 250;

let instance = null;

class Instance {
  over = false;
  waiting = 0;

  constructor(env) {
    const go = new globalThis.Go();
    this.binding = {};
    globalThis.context = { env, binding: this.binding }; // where syumai/workers looks, once, as it starts
    this.program = new WebAssembly.Instance(program, { ...go.importObject, workers: { ready() {} } });
    go.exit = (code) => this.end("exit code " + code);
    const resume = go._resume.bind(go);
    go._resume = () => this.guard(resume);
    // Go returns from here when it serves. Its promise of an end belongs to the
    // request that started it and is of no use to the others; exit is.
    this.guard(() => go.run(this.program).catch((err) => this.end(err)));
    go._resolveExitPromise = () => {};
  }

  // guard ends the instance if WebAssembly traps: nothing in it can be trusted then.
  guard(work) {
    try { return work(); } catch (err) { this.end(err); throw err; }
  }

  end(why) {
    if (this.over) return;
    this.over = true;
    console.error("edge: the Go instance ended:", why?.message ?? why);
  }

  get large() { return this.program.exports.mem.buffer.byteLength > LARGE; }

  // handle gives a request to Go. Whether Go has ended each request finds out by
  // itself: workerd does not let one wake another.
  async handle(request) {
    this.waiting++;
    let timer = 0;
    try {
      const answer = this.binding.handleRequest(request);
      if (this.over) throw new Ended();
      const ended = new Promise((_, reject) => {
        const look = () => { if (this.over) reject(new Ended()); else timer = setTimeout(look, LOOK_MS); };
        timer = setTimeout(look, LOOK_MS);
      });
      return await Promise.race([answer, ended]);
    } catch (err) {
      throw this.over ? new Ended() : err;
    } finally {
      clearTimeout(timer);
      this.waiting--;
    }
  }
}

// Ended is what a request gets whose Go instance ended before its answer.
export class Ended extends Error {}

// ask gives Go a request whose body, a Uint8Array, has been read.
export function ask(request, env, body) {
  if (!instance || instance.over || (instance.large && instance.waiting === 0)) instance = new Instance(env);
  return instance.handle({ url: request.url, method: request.method, headers: request.headers, body });
}

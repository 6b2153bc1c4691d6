// What only a trainer (`graft serve`) can answer is passed on to TRAINER_URL as
// it comes: uploads and server-sent events stream through. A trainer that is not
// there, or slow, is found out soon and said in JSON.
import { drain, fromElsewhere, problem } from "./problem.mjs";

const ALIVE_MS = 4000;     // for /healthz, before a body is sent
const ALIVE_FOR_MS = 5000; // that answer is believed
const READ_MS = 10000;     // to the beginning of the answer to a GET
const WORK_MS = 60000;     // to the beginning of the answer to anything else, from the end of its body
const SILENT_MS = 45000;   // in a stream of events: the trainer says every 15 s that it is alive

// Headers that say how one connection works, and what is between the visitor and
// this Worker alone.
const OWN = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|host|cookie|content-length|cf-.*|x-forwarded-.*|x-real-ip)$/i;

export async function trainer(request, env) {
  if (fromElsewhere(request)) {
    await drain(request.body);
    return problem("edge.cross_site");
  }
  if (!env.TRAINER_URL) {
    await drain(request.body);
    return problem("edge.no_trainer");
  }
  const base = new URL(env.TRAINER_URL);
  const hasBody = request.body !== null;
  if (hasBody && !(await alive(base, env))) {
    await drain(request.body);
    return problem("edge.trainer_silent", { trainer: base.host });
  }
  return pass(request, base, env, hasBody);
}

// pass sends the request on and gives the answer back.
async function pass(request, base, env, hasBody) {
  const { pathname, search } = new URL(request.url);
  const patience = new Patience();
  const init = { method: request.method, headers: passed(request.headers, env), redirect: "manual", signal: patience.signal };
  if (hasBody) {
    // The clock begins when the body is through: an upload may take hours.
    const { readable, writable } = lengthened(request.headers);
    request.body.pipeTo(writable).then(() => patience.wait(WORK_MS), (err) => patience.end(err));
    init.body = readable;
  } else {
    patience.wait(request.method === "GET" || request.method === "HEAD" ? READ_MS : WORK_MS);
  }
  let answer;
  try {
    answer = await fetch(new URL(base.pathname.replace(/\/$/, "") + pathname + search, base), init);
  } catch (err) {
    seen.delete(base.href);
    if (patience.over) return problem("edge.trainer_late", { trainer: base.host });
    return problem("edge.trainer_unreachable", { trainer: base.host });
  } finally {
    patience.finish();
  }
  return given(answer, request);
}

// given is the trainer's answer to give back. Events end when the trainer falls
// silent, so that the browser, which waits without end, connects anew.
function given(answer, request) {
  const headers = new Headers(answer.headers);
  for (const name of [...headers.keys()]) if (OWN.test(name) && name !== "content-length") headers.delete(name);
  const events = (headers.get("Content-Type") ?? "").startsWith("text/event-stream");
  if (events) headers.set("Cache-Control", "no-store, no-transform"); // or Cloudflare may hold events back to pack them
  const body = request.method === "HEAD" ? null : events && answer.body ? watched(answer.body, request.signal) : answer.body;
  return new Response(body, { status: answer.status, statusText: answer.statusText, headers });
}

function passed(headers, env) {
  const out = new Headers();
  for (const [name, value] of headers) if (!OWN.test(name)) out.append(name, value);
  if (env.TRAINER_AUTH) out.set("Authorization", env.TRAINER_AUTH);
  return out;
}

// lengthened keeps the length that the visitor's browser gave, which the trainer
// wants to know before it takes an upload.
function lengthened(headers) {
  const length = headers.get("Content-Length");
  return /^\d+$/.test(length ?? "") ? new FixedLengthStream(BigInt(length)) : new IdentityTransformStream();
}

// Patience is a clock that breaks off a request.
class Patience {
  #abort = new AbortController();
  #timer = 0;
  #finished = false;
  over = false;
  get signal() { return this.#abort.signal; }
  wait(ms) {
    if (this.#finished) return;
    this.#timer = setTimeout(() => { this.over = true; this.#abort.abort(); }, ms);
  }
  end(err) { if (!this.#finished) this.#abort.abort(err); }
  finish() { this.#finished = true; clearTimeout(this.#timer); }
}

// alive asks a trainer whether it is there, unless it just was.
const seen = new Map(); // address → when
async function alive(base, env) {
  if ((seen.get(base.href) ?? 0) > Date.now() - ALIVE_FOR_MS) return true;
  try {
    const health = new URL(base.pathname.replace(/\/$/, "") + "/healthz", base);
    const answer = await fetch(health, { headers: passed(new Headers(), env), signal: AbortSignal.timeout(ALIVE_MS) });
    await drain(answer.body);
    if (answer.status !== 200) return false;
  } catch { return false; }
  seen.set(base.href, Date.now());
  return true;
}

// watched is a stream of events that ends when its sender falls silent, or when
// nobody listens any more.
function watched(body, signal) {
  const reader = body.getReader();
  const over = new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("nobody listens"))));
  over.catch(() => {});
  return new ReadableStream({
    async pull(controller) {
      let timer = 0;
      const silence = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error("the trainer fell silent")), SILENT_MS); });
      try {
        const { done, value } = await Promise.race([reader.read(), silence, over]);
        if (done) controller.close(); else controller.enqueue(value);
      } catch (err) {
        await reader.cancel(err).catch(() => {});
        controller.close();
      } finally {
        clearTimeout(timer);
      }
    },
    cancel(reason) { return reader.cancel(reason); },
  }, { highWaterMark: 0 });
}

// The faults that the Worker itself finds, by code: status, text, and what is at fault.
// {name} in a text is a value. The page has their words in every language.
const faults = {
  "edge.cross_site": [403, "the request comes from another site's page"],
  "edge.busy": [503, "too many links are being made just now: try again in a second"],
  "edge.restarted": [503, "the Worker had to start anew: try again"],
  "edge.no_trainer": [503, "no trainer is configured here: set TRAINER_URL, or run graft serve on your own computer", "TRAINER_URL"],
  "edge.trainer_silent": [504, "the trainer at {trainer} does not answer: nothing was sent to it", "trainer"],
  "edge.trainer_late": [504, "the trainer at {trainer} did not answer in time", "trainer"],
  "edge.trainer_unreachable": [502, "the trainer at {trainer} cannot be reached", "trainer"],
  "edge.internal": [500, "internal fault"],
};

// problem is an answer in the form that all of Graft's API has for faults.
export function problem(code, args, headers = {}) {
  const [status, text, field] = faults[code];
  const error = text.replace(/\{(\w+)\}/g, (_, name) => args[name]);
  return new Response(JSON.stringify({ error, code, field, args }) + "\n", {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  });
}

// fromElsewhere says whether another site's page makes a visitor's browser send
// something that changes what is here, as the server finds it out.
export function fromElsewhere(request) {
  if (request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS") return false;
  const site = request.headers.get("Sec-Fetch-Site");
  if (site) return site !== "same-origin" && site !== "none";
  const origin = request.headers.get("Origin");
  return !!origin && origin !== new URL(request.url).origin;
}

// drain reads what is left of a body, to a bound: workerd breaks the connection
// over a body that nobody reads, and with it the client's next request.
export async function drain(body, most = 8 << 20) {
  if (!body || body.locked) return;
  const reader = body.getReader();
  for (let read = 0; read < most;) {
    const { done, value } = await reader.read();
    if (done) return;
    read += value.byteLength;
  }
  await reader.cancel();
}

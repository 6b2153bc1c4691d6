// problem is an answer in the form that all of Graft's API has for faults.
export function problem(status, error, field, headers = {}) {
  return new Response(JSON.stringify(field ? { error, field } : { error }) + "\n", {
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

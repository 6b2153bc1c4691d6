// Pictures to be recognised. A picture is sent to /api/v1/embed and nowhere
// else; what comes back, 2048 numbers, is kept here, and the head is applied to
// them by the engine in this tab. Another head on the same weights needs no
// second request.
const kept = new Map(); // id -> {file, url, features: Map(address -> Promise<ArrayBuffer>)}
let next = 1;
let head = null; // {data, opened: Promise}

const tell = (detail) => window.dispatchEvent(new CustomEvent("graft-recognise", { detail: JSON.stringify(detail) }));

// take shows files, the last one first.
async function take(files) {
  for (const file of files) {
    const id = next++;
    const p = { file, features: new Map(), url: URL.createObjectURL(file) };
    kept.set(id, p);
    let error = "";
    if (!(await graft.drawable.whole(file)) || !(await graft.drawable.shows(p.url))) {
      URL.revokeObjectURL(p.url);
      p.url = "";
      try { // the engine reads PPM, which browsers do not show
        const t = await graft.pool.call({ do: "thumb", data: file, side: 640 });
        p.url = URL.createObjectURL(new Blob([t.data], { type: t.mime }));
      } catch (e) { error = String(e?.message ?? e); }
    }
    tell({ id, name: file.name || "", url: p.url, error });
  }
}

async function answer(response) {
  if (response.ok) return response.arrayBuffer();
  const fault = await response.json().catch(() => null);
  throw new Error(fault?.error ?? (response.status >= 500 || response.status === 404 ? "no-server" : response.status + " " + response.statusText));
}

// open fetches a job's head and opens it in the engine; the answer is what
// the head says of itself, as JSON.
async function open(url) {
  const data = await fetch(url).catch(() => { throw new Error("no-server"); }).then(answer);
  head = { data };
  const r = await load();
  return JSON.stringify({ classes: r.classes, weights: r.weights, backbone: r.backbone, size: r.size, weights_digest: r.weights_digest });
}
const load = () => graft.pool.call({ do: "head", data: head.data.slice(0) });

// post sends a picture. A server that has more to do than it can says when to come
// again, which is done for two minutes.
async function post(url, file) {
  for (const end = Date.now() + PATIENCE; ;) {
    const response = await fetch(url, { method: "POST", body: file, headers: { "Content-Type": file.type || "application/octet-stream" } })
      .catch(() => { throw new Error("no-server"); });
    const seconds = Number(response.headers.get("Retry-After"));
    if (response.status !== 429 && response.status !== 503 || !(seconds > 0) || Date.now() > end) return response;
    await response.arrayBuffer(); // the connection is wanted again
    await new Promise((done) => setTimeout(done, 1000 * Math.min(seconds, 20)));
  }
}
const PATIENCE = 120_000;

// embed returns a picture's features, if they are of the weights with digest and
// of the picture at that size. A server of an earlier version, which does not say
// the size, knows 224 alone.
async function embed(file, url, digest, size) {
  const response = await post(url, file);
  const features = await answer(response);
  const made = response.headers.get("Graft-Weights-Digest");
  if (digest && made && made !== digest) throw new Error("other-weights");
  if (size && Number(response.headers.get("Graft-Input-Size") ?? 224) !== size) throw new Error("other-size");
  return features;
}

// classify returns the probabilities of a picture, as JSON.
async function classify(id, url, digest, size) {
  const p = kept.get(id);
  if (!p) throw new Error("gone");
  const key = url + " " + digest; // one digest has other features where pictures are prepared otherwise
  if (!p.features.has(key)) {
    const asked = embed(p.file, url, digest, size);
    p.features.set(key, asked);
    asked.catch(() => p.features.delete(key));
  }
  const features = await p.features.get(key);
  const predict = () => graft.pool.call({ do: "predict", features: features.slice(0) });
  let r;
  try { r = await predict(); } catch (e) { // an engine that was started anew has no head
    if (e.code !== "engine.no_head") throw e;
    await load();
    r = await predict();
  }
  return JSON.stringify(Array.from(r.p));
}

// explain returns what the server says of a picture, with the places that speak
// for each class, as JSON.
async function explain(id, url) {
  const p = kept.get(id);
  if (!p) throw new Error("gone");
  const response = await post(url, p.file);
  return new TextDecoder().decode(await answer(response));
}

// Colours of the heat map, dark to bright: they rise in lightness, so that
// those who see few colours read it too (after matplotlib's inferno).
const STOPS = [[0, 0, 4], [66, 10, 104], [147, 38, 103], [221, 81, 58], [252, 165, 10], [252, 255, 164]];
const colour = (v) => {
  const at = Math.min(Math.max(v, 0), 1) * (STOPS.length - 1);
  const i = Math.min(Math.floor(at), STOPS.length - 2);
  return STOPS[i].map((from, c) => from + (STOPS[i + 1][c] - from) * (at - i));
};

// heat draws values, a square of side by side numbers as JSON, over the picture
// that is shown: the least is black, the greatest bright.
async function heat(values, side, name) {
  const canvas = /** @type {HTMLCanvasElement | null} */ (document.getElementById("heat"));
  const picture = /** @type {HTMLImageElement | null} */ (document.getElementById("recognise-image"));
  if (!canvas || !picture) return;
  await picture.decode().catch(() => {});
  const list = JSON.parse(values);
  const low = Math.min(...list), high = Math.max(...list);
  const small = new ImageData(side, side);
  list.forEach((v, i) => {
    const [r, g, b] = colour(high > low ? (v - low) / (high - low) : 0);
    small.data.set([r, g, b, 255], 4 * i);
  });
  const tile = new OffscreenCanvas(side, side);
  tile.getContext("2d").putImageData(small, 0, 0);
  const scale = Math.min(1, 640 / Math.max(picture.naturalWidth, picture.naturalHeight));
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
  const to = canvas.getContext("2d");
  to.imageSmoothingQuality = "high";
  to.drawImage(tile, 0, 0, canvas.width, canvas.height);
  canvas.dataset.shows = name;
}

// fetchPicture takes a picture that the server has.
async function fetchPicture(url, name) {
  const response = await fetch(url).catch(() => { throw new Error("no-server"); });
  const data = await answer(response);
  await take([new File([data], name.split("/").pop() || "picture.jpg", { type: "image/jpeg" })]);
}

function forget() {
  for (const p of kept.values()) if (p.url) URL.revokeObjectURL(p.url);
  kept.clear();
}

graft.recognise = { take, open, classify, explain, heat, fetch: fetchPicture, forget };

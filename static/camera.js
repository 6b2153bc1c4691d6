// The camera: <graft-camera> for the views that collect pictures, and graft.camera for
// one picture of the augment view, whose Go shows a <video> of its own.

// ask returns what the camera sees, as wide as wanted. It fails by the browser's names.
async function ask(width, facing) {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("insecure", "SecurityError");
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { width: { ideal: width }, facingMode: facing } });
}

const release = (stream) => { for (const track of stream?.getTracks() ?? []) track.stop(); };

// frame is what a video shows of a rectangle, as a JPEG that is called by the time.
async function frame(video, x, y, width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(video, x, y, width, height, 0, 0, width, height);
  const blob = await new Promise((ok) => canvas.toBlob(ok, "image/jpeg", 0.92));
  if (!blob) return null;
  const stamp = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 19);
  return new File([blob], `camera-${stamp}.jpg`, { type: "image/jpeg" });
}

// ---- one picture

// What browsers refuse a camera by, as faults of ours.
const refusals = {
  SecurityError: { code: "page.camera_insecure", error: "this browser gives no camera to pages that are not on https or localhost" },
  NotAllowedError: { code: "page.camera_denied", error: "the browser was told not to give the camera to this page" },
  NotFoundError: { code: "page.camera_missing", error: "no camera was found" },
};
let shown = null; // stream that a <video> of the page shows

graft.camera = {
  async start(videoID) {
    graft.camera.stop();
    try { shown = await ask(1920, "environment"); } catch (err) { throw refusals[err.name] ? graft.faultOf(refusals[err.name]) : err; }
    const video = /** @type {HTMLVideoElement} */ (document.getElementById(videoID));
    video.srcObject = shown;
    await video.play();
  },
  async shoot(videoID) {
    const video = /** @type {HTMLVideoElement | null} */ (document.getElementById(videoID));
    if (!video?.videoWidth) throw new Error("the camera shows nothing yet");
    const file = await frame(video, 0, 0, video.videoWidth, video.videoHeight);
    if (!file) throw new Error("the camera's picture could not be kept");
    return file;
  },
  stop() {
    release(shown);
    shown = null;
  },
};

// ---- many pictures

// <graft-camera target="class:ID"> shows the camera while it is in the page.
// An element with data-shutter in the same .shots takes a picture; with
// data-shutter="hold" it goes on, eight a second, until let go.
class Camera extends HTMLElement {
  connectedCallback() {
    this.taken = 0;
    this.pending = 0;
    this.video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, autoplay: true });
    this.append(this.video);
    this.start();
  }
  async start() {
    try {
      const stream = await ask(1280, this.getAttribute("facing") || "environment");
      if (!this.isConnected) return release(stream);
      this.stream = stream;
      this.video.srcObject = stream;
      await this.video.play();
      this.say("on");
    } catch (e) { if (this.isConnected) this.say("failed", e.name || String(e)); }
  }
  disconnectedCallback() {
    this.release();
    release(this.stream);
    this.replaceChildren();
  }
  say(state, reason = "") {
    const detail = JSON.stringify({ target: this.getAttribute("target"), state, reason, taken: this.taken });
    dispatchEvent(new CustomEvent("graft-camera", { detail }));
  }
  hold() {
    if (this.timer) return;
    this.shoot();
    this.timer = setInterval(() => this.shoot(), 125);
  }
  release() { clearInterval(this.timer); this.timer = 0; }
  // shoot keeps the middle square, which is what the frame shows. It skips a
  // turn while three are being encoded.
  async shoot() {
    const v = this.video, side = Math.min(v.videoWidth, v.videoHeight);
    if (!side || this.pending > 2) return;
    this.pending++;
    const file = await frame(v, (v.videoWidth - side) / 2, (v.videoHeight - side) / 2, side, side);
    this.pending--;
    if (!file) return;
    this.taken++;
    graft.give(this.getAttribute("target"), [file]);
    this.say("on");
  }
}
customElements.define("graft-camera", Camera);

const shutter = (e) => e.target.closest?.("[data-shutter]");
const cameraOf = (el) => el.closest(".shots")?.querySelector("graft-camera");
const stop = () => { for (const c of document.querySelectorAll("graft-camera")) /** @type {Camera} */ (c).release(); };
function press(e) {
  const el = shutter(e), camera = el && cameraOf(el);
  if (!camera) return;
  e.preventDefault();
  el.focus();
  if (el.dataset.shutter === "hold") camera.hold(); else camera.shoot();
}
document.addEventListener("pointerdown", (e) => { if (e.button === 0) press(e); });
document.addEventListener("keydown", (e) => { if ((e.key === " " || e.key === "Enter") && !e.repeat) press(e); });
for (const name of ["pointerup", "pointercancel", "blur", "keyup"]) window.addEventListener(name, stop);
document.addEventListener("contextmenu", (e) => { if (shutter(e)) e.preventDefault(); });

// How pictures come to a place on the page: dropped on an element with
// data-drop, pasted while a view with data-paste is shown, picked by an <input>
// with data-pick, or taken by <graft-camera>. Each such attribute names the
// target: "set" (folders make classes), "class:ID", or "recognise".
(() => {
  "use strict";
  const graft = (window.graft ??= {});
  const tell = (name, detail) => window.dispatchEvent(new CustomEvent(name, { detail }));

  // give brings files to their target; a class takes all, recognise pictures only.
  function give(target, list) {
    if (!list.length) return;
    if (target === "recognise") return graft.recognise.take(Array.from(list));
    graft.store.files(list, classOf(target));
  }
  const classOf = (target) => (target.startsWith("class:") ? target.slice(6) : null);

  // ---- drop: handled here and not in Go, because the list of what is dropped
  // is readable only while the event is being dispatched.

  const hasFiles = (e) => e.dataTransfer?.types?.includes("Files");
  let over = null;
  function mark(el) {
    if (over === el) return;
    over?.classList.remove("drop-over");
    over = el;
    over?.classList.add("drop-over");
  }

  // elsewhere: the augment view is shown, which takes a drop anywhere.
  const elsewhere = () => document.getElementById("panel-augment")?.hidden === false;

  document.addEventListener("dragover", (e) => {
    const own = dragging.length > 0;
    const el = e.target.closest?.("[data-drop]");
    if (!el || !(hasFiles(e) || (own && classOf(el.dataset.drop)))) {
      mark(null);
      if (hasFiles(e) && !elsewhere()) { // else the browser leaves the page to open the file
        e.preventDefault();
        e.dataTransfer.dropEffect = "none";
      }
      return;
    }
    e.preventDefault();
    e.dataTransfer.dropEffect = own ? "move" : "copy";
    mark(el);
  });
  document.addEventListener("dragleave", (e) => { if (!e.relatedTarget) mark(null); });
  document.addEventListener("drop", (e) => {
    const el = e.target.closest?.("[data-drop]");
    mark(null);
    if (!el) return;
    const target = el.dataset.drop;
    if (dragging.length && classOf(target)) {
      e.preventDefault();
      graft.store.move(dragging, classOf(target));
      graft.gallery.clear();
    } else if (hasFiles(e)) {
      e.preventDefault();
      if (target === "recognise") give(target, e.dataTransfer.files);
      else graft.store.dropped(e.dataTransfer, classOf(target));
    }
  });

  // Thumbnails dragged from one class to another.
  let dragging = [];
  document.addEventListener("dragstart", (e) => {
    const thumb = e.target.closest?.(".kept");
    if (!thumb) return;
    dragging = graft.gallery.with(thumb.dataset.id);
    e.dataTransfer.setData("text/plain", String(dragging.length));
    e.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragend", () => { dragging = []; mark(null); });

  document.addEventListener("change", (e) => {
    const el = e.target;
    if (!el.matches?.("input[type=file][data-pick]")) return;
    give(el.dataset.pick, el.files);
    el.value = ""; // so that the same file can be picked again
  });

  // A form of the page is sent nowhere: its view hears the event and acts. The
  // page's Go hears it too late to stop the browser.
  document.addEventListener("submit", (e) => e.preventDefault());

  document.addEventListener("paste", (e) => {
    const view = [...document.querySelectorAll("[data-paste]")].find((v) => v.offsetParent !== null);
    const list = Array.from(e.clipboardData?.files ?? []);
    if (!view || !list.length || e.target.matches?.("input, textarea")) return;
    e.preventDefault();
    give(view.dataset.paste, list);
  });

  // ---- camera

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
        if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("insecure", "SecurityError");
        const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { width: { ideal: 1280 }, facingMode: this.getAttribute("facing") || "environment" } });
        if (!this.isConnected) { for (const t of stream.getTracks()) t.stop(); return; }
        this.stream = stream;
        this.video.srcObject = stream;
        await this.video.play();
        this.say("on");
      } catch (e) { if (this.isConnected) this.say("failed", e.name || String(e)); }
    }
    disconnectedCallback() {
      this.release();
      for (const t of this.stream?.getTracks() ?? []) t.stop();
      this.replaceChildren();
    }
    say(state, reason = "") { tell("graft-camera", JSON.stringify({ target: this.getAttribute("target"), state, reason, taken: this.taken })); }
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
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = side;
      canvas.getContext("2d").drawImage(v, (v.videoWidth - side) / 2, (v.videoHeight - side) / 2, side, side, 0, 0, side, side);
      const blob = await new Promise((ok) => canvas.toBlob(ok, "image/jpeg", 0.92));
      this.pending--;
      if (!blob) return;
      this.taken++;
      const stamp = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 19);
      give(this.getAttribute("target"), [new File([blob], `camera-${stamp}.jpg`, { type: "image/jpeg" })]);
      this.say("on");
    }
  }
  customElements.define("graft-camera", Camera);

  const shutter = (e) => e.target.closest?.("[data-shutter]");
  const cameraOf = (el) => el.closest(".shots")?.querySelector("graft-camera");
  const stop = () => { for (const c of document.querySelectorAll("graft-camera")) c.release(); };
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
})();

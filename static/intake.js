// How pictures come to a place on the page: dropped on an element with
// data-drop, pasted while a view with data-paste is shown, or picked by an <input>
// with data-pick; taken by <graft-camera>, see camera.js. Each such attribute names the
// target: "set" (folders make classes), "class:ID", or "recognise". The augment view,
// which shows one picture, listens with onPicture.

// give brings files to their target; a class takes all, recognise pictures only.
graft.give = (target, list) => {
  if (!list.length) return;
  if (target === "recognise") return graft.recognise.take(Array.from(list));
  graft.store.files(list, classOf(target));
};
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
    if (target === "recognise") graft.give(target, e.dataTransfer.files);
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
  graft.give(el.dataset.pick, el.files);
  el.value = ""; // so that the same file can be picked again
});

// A form of the page is sent nowhere: its view hears the event and acts. The
// page's Go hears it too late to stop the browser.
document.addEventListener("submit", (e) => e.preventDefault());

document.addEventListener("paste", (e) => {
  const view = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-paste]"))].find((v) => v.offsetParent !== null);
  const list = Array.from(e.clipboardData?.files ?? []);
  if (!view || !list.length || graft.typing(e.target)) return;
  e.preventDefault();
  graft.give(view.dataset.paste, list);
});

// ---- the augment view

// onPicture(panel, take): files dropped on or pasted into the page while panel
// is shown; take(file) for a file, take(text) for pasted text.
graft.onPicture = (panel, take) => {
  const active = () => {
    const el = document.getElementById(panel);
    return el && !el.hidden && !document.querySelector("dialog[open]");
  };
  let depth = 0;
  const mark = (on) => document.documentElement.classList.toggle("is-dropping", on);
  addEventListener("dragenter", (e) => {
    if (!active() || !hasFiles(e)) return;
    depth++;
    mark(true);
    e.preventDefault();
  });
  addEventListener("dragleave", () => {
    if (depth > 0 && --depth === 0) mark(false);
  });
  addEventListener("dragover", (e) => {
    if (active() && hasFiles(e)) e.preventDefault();
  });
  addEventListener("drop", (e) => {
    depth = 0;
    mark(false);
    if (!active() || !hasFiles(e)) return;
    e.preventDefault();
    if (e.dataTransfer.files[0]) take(e.dataTransfer.files[0]);
  });
  addEventListener("paste", (e) => {
    if (!active() || graft.typing(e.target) || !e.clipboardData) return;
    const file = [...e.clipboardData.files][0];
    const text = e.clipboardData.getData("text/plain");
    if (file) take(file);
    else if (text) take(text);
    else return;
    e.preventDefault();
  });
};

// The wipe between two pictures.

// The range input holds the place, for keys and screen readers; a pointer may
// be put down anywhere on the picture.
const place = () => {
  const range = /** @type {HTMLInputElement} */ (document.getElementById("compare-range"));
  if (range) /** @type {HTMLElement} */ (range.closest(".compare")).style.setProperty("--cut", range.value + "%");
};
graft.compare = (percent) => {
  const range = /** @type {HTMLInputElement} */ (document.getElementById("compare-range"));
  if (!range) return;
  range.value = String(percent);
  place();
};
addEventListener("input", (e) => { if (e.target.id === "compare-range") place(); });
addEventListener("pointerdown", (e) => {
  const box = e.target.closest && e.target.closest(".compare");
  if (!box || e.button !== 0) return;
  const move = (e) => {
    const r = box.getBoundingClientRect();
    graft.compare(Math.round(100 * Math.min(Math.max((e.clientX - r.left) / r.width, 0), 1)));
  };
  const end = () => {
    box.removeEventListener("pointermove", move);
    box.removeEventListener("pointerup", end);
    box.removeEventListener("pointercancel", end);
  };
  box.setPointerCapture(e.pointerId);
  box.addEventListener("pointermove", move);
  box.addEventListener("pointerup", end);
  box.addEventListener("pointercancel", end);
  move(e);
});

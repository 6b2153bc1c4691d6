// When a parameter's extremes are shown, and where.

const POINT = 350; // ms that a pointer rests on a slider
const PRESS = 450; // ms that a finger does
let row = null;    // that is explained
let timer = 0;
const rowOf = (el) => el.closest && el.closest(".step[id] .param[data-param]");

const explain = (to) => {
  clearTimeout(timer);
  if (to === row) return;
  row = to;
  const step = to ? Number(to.closest(".step").id.slice("step-".length)) : -1;
  dispatchEvent(new CustomEvent("graft-explain", { detail: { step, param: to ? to.dataset.param : "" } }));
};
const later = (to, ms) => {
  clearTimeout(timer);
  if (to !== row) timer = setTimeout(() => explain(to), ms);
};

// placeExtremes shows the popover above its row, or below where there is no
// room, once the page's Go has put into it what belongs there.
graft.placeExtremes = (shown) => {
  const box = document.getElementById("extremes");
  if (!box || !box.showPopover) return;
  if (!shown || !row || !row.isConnected) {
    if (box.matches(":popover-open")) box.hidePopover();
    return;
  }
  if (!box.matches(":popover-open")) box.showPopover();
  const at = row.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const above = at.top - size.height - 8;
  box.style.left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8)) + "px";
  box.style.top = (above > 8 ? above : at.bottom + 8) + "px";
};

addEventListener("pointerover", (e) => {
  if (e.pointerType === "touch" || e.buttons) return; // a slider that is dragged keeps its own
  const to = rowOf(e.target);
  if (to || row) later(to, to ? POINT : 100);
  else clearTimeout(timer);
});
addEventListener("focusin", (e) => {
  const to = rowOf(e.target);
  if (to && e.target.matches(":focus-visible")) later(to, POINT);
  else if (row && !to) explain(null);
});
addEventListener("pointerdown", (e) => {
  const to = rowOf(e.target);
  if (e.pointerType === "touch" && to) later(to, PRESS);
});
for (const type of ["pointerup", "pointercancel"]) {
  addEventListener(type, (/** @type {PointerEvent} */ e) => { if (e.pointerType === "touch") explain(null); });
}
addEventListener("scroll", (e) => {
  if (!(e.target instanceof HTMLElement)) explain(null);
}, { passive: true, capture: true });
addEventListener("keydown", (e) => { if (e.key === "Escape") explain(null); });
document.addEventListener("pointerleave", () => explain(null));

// What helps to see what a recipe does: the wipe between two pictures, the
// histogram, and when a parameter's extremes are shown. window.graft.
(() => {
  "use strict";
  const graft = (window.graft = window.graft || {});

  // -- the wipe --------------------------------------------------------------
  // The range input holds the place, for keys and screen readers; a pointer may
  // be put down anywhere on the picture.
  const place = () => {
    const range = document.getElementById("compare-range");
    if (range) range.closest(".compare").style.setProperty("--cut", range.value + "%");
  };
  graft.compare = (percent) => {
    const range = document.getElementById("compare-range");
    if (!range) return;
    range.value = percent;
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

  // -- the histogram ---------------------------------------------------------
  let drawing = 0;
  graft.painted = (name) => {
    if ((name === "zoom" || name === "zoom-before") && !drawing) drawing = requestAnimationFrame(histogram);
  };

  const counts = (image) => {
    const bins = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
    const { data } = image;
    for (let i = 0; i < data.length; i += 4) {
      bins[0][data[i]]++;
      bins[1][data[i + 1]]++;
      bins[2][data[i + 2]]++;
    }
    return bins;
  };
  const mean = (bins) => {
    let sum = 0, n = 0;
    bins.forEach((count, level) => { sum += count * level; n += count; });
    return sum / n;
  };

  // outline is a path of 64 bars; top is the count that reaches the upper edge.
  const WIDE = 4;
  const bars = (bins) => Array.from({ length: 256 / WIDE }, (_, i) => bins.subarray(i * WIDE, (i + 1) * WIDE).reduce((a, b) => a + b));
  const outline = (list, top) => "M0 40" + list.map((count, i) =>
    "V" + (40 - 40 * Math.min(count / top, 1)).toFixed(1) + "H" + (i + 1) * WIDE).join("") + "V40Z";

  function histogram() {
    drawing = 0;
    const [before, after] = ["zoom-before", "zoom"].map((name) => graft.pool.image(name));
    if (!before || !after || !document.getElementById("histogram-r-after")) return;
    const was = counts(before), is = counts(after);
    ["r", "g", "b"].forEach((name, c) => {
      const a = bars(was[c]), b = bars(is[c]);
      // A flat area makes one bar that would flatten all others: the third highest sets the scale.
      const top = Math.max(...[a, b].map((list) => [...list].sort((x, y) => y - x)[2]), 1);
      document.getElementById("histogram-" + name + "-before").setAttribute("d", outline(a, top));
      document.getElementById("histogram-" + name + "-after").setAttribute("d", outline(b, top));
      document.getElementById("histogram-" + name + "-mean").textContent = Math.round(mean(was[c])) + " → " + Math.round(mean(is[c]));
    });
  }

  // saveSlot saves the pixels that a canvas shows.
  graft.saveSlot = (name, file) => {
    const image = graft.pool.image(name);
    if (!image) return;
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d").putImageData(image, 0, 0);
    canvas.toBlob((blob) => graft.save(blob, file), "image/png");
  };

  // -- a parameter's extremes ------------------------------------------------
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
    addEventListener(type, (e) => { if (e.pointerType === "touch") explain(null); });
  }
  addEventListener("scroll", (e) => {
    if (!(e.target instanceof HTMLElement)) explain(null);
  }, { passive: true, capture: true });
  addEventListener("keydown", (e) => { if (e.key === "Escape") explain(null); });
  document.addEventListener("pointerleave", () => explain(null));
})();

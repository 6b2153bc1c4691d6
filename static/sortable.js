// A list that is sorted by dragging.

// Rows are list's children; a row's .grip starts the drag. move(from, to) is
// called at the end; the transforms stay until sorted() so that nothing jumps.
let lastSorted = () => {};
graft.sorted = () => lastSorted();
graft.sortable = (id, move) => {
  const list = document.getElementById(id);
  if (!list) return;
  list.addEventListener("pointerdown", (down) => {
    const grip = down.target.closest(".grip");
    if (!grip || down.button !== 0) return;
    const rows = /** @type {HTMLElement[]} */ ([...list.children]);
    const from = rows.findIndex((r) => r.contains(grip));
    if (from < 0 || rows.length < 2) return;
    const row = rows[from];
    const tops = rows.map((r) => r.offsetTop);
    const gap = rows.length > 1 ? tops[1] - tops[0] - rows[0].offsetHeight : 0;
    const span = row.offsetHeight + gap;
    let to = from;
    let dragging = false;
    const startY = down.clientY + scrollY;
    const at = (e) => e.clientY + scrollY - startY;
    const place = (e) => {
      const dy = at(e);
      if (!dragging && Math.abs(dy) < 4) return;
      if (!dragging) {
        dragging = true;
        list.classList.add("is-sorting");
        row.classList.add("is-dragged");
      }
      row.style.transform = "translateY(" + dy + "px)";
      const middle = tops[from] + dy + row.offsetHeight / 2;
      to = 0;
      rows.forEach((r, i) => {
        if (i !== from && tops[i] + r.offsetHeight / 2 < middle) to++;
      });
      rows.forEach((r, i) => {
        if (i === from) return;
        const shift = i > from && i <= to ? -span : i < from && i >= to ? span : 0;
        r.style.transform = shift ? "translateY(" + shift + "px)" : "";
      });
      const edge = 64;
      if (e.clientY < edge) scrollBy(0, -12);
      else if (e.clientY > innerHeight - edge) scrollBy(0, 12);
      e.preventDefault();
    };
    const clear = () => {
      list.classList.remove("is-sorting");
      row.classList.remove("is-dragged");
      rows.forEach((r) => { r.style.transform = ""; });
      lastSorted = () => {};
    };
    const end = (e) => {
      grip.removeEventListener("pointermove", place);
      grip.removeEventListener("pointerup", end);
      grip.removeEventListener("pointercancel", end);
      lastSorted = clear;
      if (dragging && to !== from && e.type === "pointerup") move(from, to);
      else clear();
    };
    grip.setPointerCapture(down.pointerId);
    grip.addEventListener("pointermove", place);
    grip.addEventListener("pointerup", end);
    grip.addEventListener("pointercancel", end);
    down.preventDefault();
    grip.focus();
  });
};

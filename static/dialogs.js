// Dialogs: opening, closing by a click beside them or on [data-close].

const dialog = (id) => /** @type {HTMLDialogElement | null} */ (document.getElementById(id));

graft.openDialog = (id) => {
  const d = dialog(id);
  if (d && !d.open) d.showModal();
};
graft.closeDialog = (id) => {
  const d = dialog(id);
  if (d && d.open) d.close();
};
graft.onDialogClose = (id, done) => {
  const d = dialog(id);
  if (d) d.addEventListener("close", () => done());
};
addEventListener("click", (e) => {
  if (e.target instanceof HTMLDialogElement && e.target.open) {
    const r = e.target.getBoundingClientRect();
    const inside = e.clientX >= r.left && e.clientX <= r.right && e.clientY >= r.top && e.clientY <= r.bottom;
    if (!inside) e.target.close();
  }
  const closer = e.target.closest && e.target.closest("[data-close]");
  if (closer) {
    const d = closer.closest("dialog");
    if (d) d.close();
  }
});

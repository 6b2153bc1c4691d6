// Keys: shortcuts, and the arrow keys within menus, tabs and the grid.

// The buttons are the commands; keys press them.
// typing: el takes what is typed, so keys are no commands there, and no paste a picture.
graft.typing = (el) => el instanceof HTMLElement &&
  (el.isContentEditable || el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement ||
    (el instanceof HTMLInputElement && !/^(range|checkbox|radio|button|file)$/.test(el.type)));
const press = (id) => {
  const b = /** @type {HTMLButtonElement | null} */ (document.getElementById(id));
  if (!b || b.disabled || !b.offsetParent) return false;
  b.click();
  return true;
};
addEventListener("keydown", (e) => {
  if (e.defaultPrevented || e.isComposing || e.altKey || graft.typing(e.target)) return;
  const dialog = document.querySelector("dialog[open]");
  const key = e.key.toLowerCase();
  let id = "";
  if (e.ctrlKey || e.metaKey) {
    if (key === "z") id = e.shiftKey ? "redo" : "undo";
    else if (key === "y" && !e.shiftKey) id = "redo";
    if (dialog) return;
  } else if (dialog) {
    const views = dialog.id === "zoom-dialog" && e.target.type !== "range";
    if (views && key === "arrowleft") id = "zoom-previous";
    if (views && key === "arrowright") id = "zoom-next";
  } else if (!e.shiftKey && (key === "n" || key === "r")) id = "new-draw";
  if (id && (press(id) || (id === "undo" && press("undo-data")))) e.preventDefault();
});

// In the menu of operations, the arrow keys go from the search to what it finds.
addEventListener("keydown", (e) => {
  const down = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  const menu = e.target.closest && e.target.closest("#add-dialog");
  if (!down || !menu || e.isComposing) return;
  const list = [menu.querySelector("#add-search"), ...menu.querySelectorAll(".menu-item")];
  const to = list[list.indexOf(e.target) + down];
  if (!to) return;
  e.preventDefault();
  to.focus();
});

// Arrow keys move between tabs, and between the tiles of the grid.
const follow = (e, list, columns) => {
  const here = list.indexOf(e.target.closest("[role=tab], .tile"));
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[e.key];
  const to = e.key === "Home" ? 0 : e.key === "End" ? list.length - 1 : step ? here + step : -1;
  if (here < 0 || to < 0 || to >= list.length) return null;
  e.preventDefault();
  list[to].focus();
  return list[to];
};
addEventListener("keydown", (e) => {
  if (!e.target.closest || e.ctrlKey || e.metaKey || e.altKey) return;
  const tabs = e.target.closest("[role=tablist]");
  if (tabs) {
    const tab = follow(e, [...tabs.querySelectorAll("[role=tab]")], 0);
    if (tab) tab.click();
  }
  const grid = e.target.closest("#grid");
  if (grid) follow(e, [...grid.querySelectorAll(".tile")], Number(grid.dataset.columns) || 1);
});

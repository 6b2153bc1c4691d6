// Saying things to a screen reader, moving the focus and the view, the theme.

graft.announce = (text) => {
  const el = document.getElementById("announcer");
  if (!el) return;
  el.textContent = "";
  setTimeout(() => { el.textContent = text; }, 30);
};

const found = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));

graft.focus = (selector) => {
  found(selector)?.focus();
};

// refocus helps a keyboard whose button has gone, as when Upload gives way to
// its progress: it goes on from the part of the page that selector names.
let focused = null;
addEventListener("focusin", (e) => { focused = e.target; });
graft.refocus = (selector) => {
  const lost = focused && (!focused.isConnected || focused.disabled || !focused.checkVisibility?.());
  const at = document.activeElement;
  if (!lost || (at && at !== document.body && at !== focused)) return;
  const el = found(selector);
  if (el && el.checkVisibility?.()) el.focus({ preventScroll: true });
};

// reveal brings an element into sight: its nearest edge, or "start" its top.
graft.reveal = (selector, block) => {
  const el = document.querySelector(selector);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (el) el.scrollIntoView({ block: block || "nearest", behavior: calm ? "auto" : "smooth" });
};

// raise lifts a popover above everything, open dialogs included.
graft.raise = (id) => {
  const el = document.getElementById(id);
  if (!el || !el.showPopover) return;
  if (el.matches(":popover-open")) el.hidePopover();
  el.showPopover();
};

graft.theme = (theme) => {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
};

graft.coarse = () => matchMedia("(pointer: coarse)").matches;

// How long the last drawing of the whole grid took.
addEventListener("graft-drawn", (e) => {
  const el = document.getElementById("took");
  if (!e.detail.tiled) return;
  const ms = e.detail.ms;
  const text = ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
  if (el) el.textContent = el.dataset.text.replace("{ms}", text + "\u202fms");
});

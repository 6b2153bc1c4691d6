// The address and the history of the tab. An entry of the history is a view:
// Back and Forward go from view to view. Changes of the recipe are written into
// the entry at hand, and undone by Undo. window.graft.
const PAUSE = 250; // ms between two writes: browsers refuse more than 100 in 30 s

// A document's number is in all of its entries. One that a visitor pasted, or
// that lies before it, has another, and is opened as a link is.
const fresh = () => Date.now() + Math.random();
const mark = (more) => ({ ...history.state, document: history.state?.document ?? fresh(), ...more });

let timer = 0;
let pending = "";
// A browser that is asked too often throws, which must not reach Go.
const put = (state, fragment) => {
  try { history.replaceState(state, "", fragment || undefined); } catch (err) { return false; }
  return true;
};
const write = () => {
  clearTimeout(timer);
  timer = 0;
  if (!pending) return;
  if (put(mark(), pending)) pending = "";
  else timer = setTimeout(write, 4 * PAUSE);
};

let current = 0; // of the entry at hand
let scrolled = 0; // where the view that is opened next begins
const here = () => { current = history.state.document; };
put(mark());
if (history.state) here();

// saveFragment writes the document into the entry, a moment later and once for
// many changes.
graft.saveFragment = (fragment) => {
  pending = fragment;
  if (!timer) timer = setTimeout(write, PAUSE);
};

// enterFragment makes an entry for a view that was opened, after the one left.
graft.enterFragment = (fragment) => {
  write();
  scrolled = 0; // a view that was gone to by Back may not have been drawn anew
  put(mark({ y: scrollY }));
  try {
    history.pushState({ document: current }, "", fragment);
  } catch { graft.saveFragment(fragment); }
};

graft.address = () => {
  write();
  return location.href;
};
// absolute is an address of ours as others can use it.
graft.absolute = (address) => new URL(address, location.origin).href;

// onFragment calls open(fragment, known) when another entry is shown: known
// says that it is a view of the document at hand, and no link to open.
graft.onFragment = (open) => {
  const show = (known) => {
    pending = ""; // of the entry that was left; Go has it
    scrolled = known ? history.state?.y ?? 0 : 0;
    if (known) for (const d of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll("dialog[open]"))) if (d.id !== "dead-dialog") d.close();
    open(location.hash, known);
  };
  addEventListener("popstate", (e) => {
    if (!e.state?.document) return; // a new address: hashchange follows
    const known = e.state.document === current;
    here();
    show(known);
  });
  addEventListener("hashchange", () => {
    if (history.state?.document) return;
    put(mark());
    if (history.state) here();
    show(false);
  });
};
addEventListener("pagehide", write);

// opened begins a view at its top, or where it was left. The button that led
// here is hidden now with its view: the keyboard goes on from the tab.
graft.opened = (view) => {
  scrollTo({ top: scrolled, behavior: "instant" });
  scrolled = 0;
  const at = document.activeElement;
  if (!at || at === document.body || at.closest(".panel[hidden]")) document.getElementById("tab-" + view)?.focus({ preventScroll: true });
};

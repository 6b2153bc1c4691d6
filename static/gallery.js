// <graft-thumbs class-id="…">: the pictures of one class. Only those in sight
// are elements, so a class may have thousands. Without the attribute `expanded` it
// shows its first rows; with it, it scrolls. Click and Space select, Shift
// extends, arrows move, Delete removes; what is selected is one set for all
// classes and told to the page by "graft-selection".
const selection = new Set();
const views = new Set();
const ROWS = 2; // of a view that is not open

function told() {
  for (const v of views) v.mark();
  window.dispatchEvent(new CustomEvent("graft-selection", { detail: String(selection.size) }));
}

class Thumbs extends HTMLElement {
  static observedAttributes = ["class-id", "expanded"];
  constructor() {
    super();
    this.cells = new Map(); // id -> element
    this.focused = 0;
    this.onscroll = () => this.draw();
    this.addEventListener("click", (e) => this.pressed(e));
    this.addEventListener("keydown", (e) => this.key(e));
  }
  connectedCallback() {
    this.floor = document.createElement("div");
    this.floor.className = "thumbs-floor";
    this.append(this.floor);
    this.onstore = () => this.draw();
    window.addEventListener("graft-store", this.onstore);
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this);
    views.add(this);
    this.draw();
  }
  disconnectedCallback() {
    window.removeEventListener("graft-store", this.onstore);
    this.sizes.disconnect();
    views.delete(this);
    this.cells.clear();
    this.replaceChildren();
  }
  attributeChangedCallback(name, was, is) {
    if (was === is || !this.floor) return;
    if (name === "class-id") { for (const c of this.cells.values()) c.remove(); this.cells.clear(); this.scrollTop = 0; }
    this.draw();
  }
  get ids() { return graft.store.ids(this.getAttribute("class-id")); }
  // metrics: cells are squares that fill the width with 8 px between.
  metrics() {
    const width = this.clientWidth, gap = 8;
    const want = width < 480 ? 72 : 88;
    const columns = Math.max(3, Math.floor((width + gap) / (want + gap)));
    return { columns, side: (width - gap * (columns - 1)) / columns, gap };
  }
  draw() {
    if (!this.isConnected || !this.clientWidth) return;
    const ids = this.ids, m = this.metrics(), pitch = m.side + m.gap;
    const rows = Math.ceil(ids.length / m.columns);
    const open = this.hasAttribute("expanded");
    const tall = Math.max(0, (open ? rows : Math.min(rows, ROWS)) * pitch - m.gap);
    this.floor.style.height = tall + "px";
    const from = open ? Math.max(0, Math.floor(this.scrollTop / pitch) - 2) : 0;
    const to = open ? from + Math.ceil(this.clientHeight / pitch) + 4 : ROWS;
    const seen = new Set();
    for (let i = from * m.columns; i < Math.min(ids.length, to * m.columns); i++) {
      seen.add(ids[i]);
      this.place(ids[i], i, m, pitch);
    }
    for (const [id, cell] of this.cells) if (!seen.has(id)) { cell.remove(); this.cells.delete(id); }
    this.dataset.columns = m.columns;
    this.toggleAttribute("data-more", !open && rows > ROWS);
    this.mark();
  }
  place(id, i, m, pitch) {
    let cell = this.cells.get(id);
    if (!cell) {
      cell = this.make(id);
      this.cells.set(id, cell);
      this.floor.append(cell);
    }
    cell.dataset.index = i;
    cell.style.transform = `translate(${(i % m.columns) * pitch}px, ${Math.floor(i / m.columns) * pitch}px)`;
    cell.style.width = cell.style.height = m.side + "px";
  }
  make(id) {
    const cell = document.createElement("button");
    cell.type = "button";
    cell.className = "kept";
    cell.draggable = true;
    cell.dataset.id = id;
    const name = graft.store.picture(id)?.name ?? "";
    cell.title = name;
    const img = Object.assign(new Image(), { alt: name, draggable: false, decoding: "async" });
    cell.append(img);
    graft.store.thumb(id).then((url) => { if (url) img.src = url; });
    return cell;
  }
  mark() {
    const last = Math.max(0, this.ids.length - 1);
    this.focused = Math.min(this.focused, last);
    for (const [id, cell] of this.cells) {
      cell.setAttribute("aria-pressed", selection.has(id));
      cell.tabIndex = Number(cell.dataset.index) === this.focused ? 0 : -1;
    }
  }
  pressed(e) {
    const cell = e.target.closest(".kept");
    if (!cell) return;
    const i = Number(cell.dataset.index), ids = this.ids;
    if (e.shiftKey) {
      const [a, b] = [Math.min(i, this.focused), Math.max(i, this.focused)];
      for (let k = a; k <= b; k++) selection.add(ids[k]);
    } else if (!selection.delete(ids[i])) selection.add(ids[i]);
    this.focused = i;
    told();
  }
  key(e) {
    const ids = this.ids, columns = Number(this.dataset.columns);
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -1e9, End: 1e9 }[e.key];
    if (step) {
      e.preventDefault();
      const most = this.hasAttribute("expanded") ? ids.length : Math.min(ids.length, ROWS * columns);
      this.goTo(Math.max(0, Math.min(most - 1, this.focused + step)));
    } else if (e.key === "Delete" || e.key === "Backspace") {
      e.preventDefault();
      if (!selection.size && ids[this.focused]) selection.add(ids[this.focused]);
      graft.gallery.remove().then(() => { if (this.ids.length) this.goTo(Math.min(this.focused, this.ids.length - 1)); });
    } else if (e.key === "Escape") graft.gallery.clear();
  }
  goTo(i) {
    this.focused = i;
    const m = this.metrics(), y = Math.floor(i / m.columns) * (m.side + m.gap);
    if (this.hasAttribute("expanded")) {
      if (y < this.scrollTop) this.scrollTop = y;
      if (y + m.side > this.scrollTop + this.clientHeight) this.scrollTop = y + m.side - this.clientHeight;
    }
    this.draw();
    this.cells.get(this.ids[i])?.focus();
  }
}
customElements.define("graft-thumbs", Thumbs);

graft.gallery = {
  // with: what moves when this thumbnail is dragged.
  with: (id) => (selection.has(id) ? [...selection] : [id]),
  clear() { selection.clear(); told(); },
  async remove() { const ids = [...selection]; selection.clear(); told(); await graft.store.remove(ids); },
  async move(cls) { const ids = [...selection]; selection.clear(); told(); await graft.store.move(ids, cls); },
};

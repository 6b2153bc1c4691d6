// Small texts that this browser remembers, unless its storage is switched off.

graft.keep = (name, value) => {
  try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* storage is off */ }
};
graft.recall = (name) => {
  try { return String(JSON.parse(localStorage.getItem(name)) ?? ""); } catch { return ""; }
};

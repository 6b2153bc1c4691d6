// Runs before the page is drawn: the visitor's theme, and the loading bar.
// Small and blocking on purpose, so that nothing flashes. It makes window.graft, on which
// the modules hang what the page's Go and they themselves call: see graft.d.ts.
window.graft = /** @type {Graft} */ ({});
(() => {
  "use strict";
  const root = document.documentElement;
  try {
    const theme = JSON.parse(localStorage.getItem("graft-theme") || '""');
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("graft-introduction")) root.dataset.introduced = "";
  } catch { /* storage is off: follow the system */ }

  // The page comes with the first view open; one opened at another waits for it.
  const view = /[#&]view=(data|train|recognise)\b/.exec(location.hash);
  if (view) root.dataset.boot = view[1];

  // A button pressed before the page's Go has started is pressed again then.
  let pressed = "";
  const starting = () => document.getElementById("app-wasm-loader");
  addEventListener("click", (e) => {
    const button = starting() && e.target.closest?.("button[id]");
    if (button) pressed = button.id;
  }, true);
  const started = () => {
    delete root.dataset.boot;
    document.body.removeAttribute("aria-busy");
    if (pressed) document.getElementById(pressed)?.click();
  };
  addEventListener("DOMContentLoaded", () => {
    if (!starting()) return;
    document.body.setAttribute("aria-busy", "true");
    const watch = new MutationObserver(() => {
      if (starting()) return;
      watch.disconnect();
      requestAnimationFrame(started);
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });

  // go-app writes its progress into this label; the bar is drawn from it.
  addEventListener("DOMContentLoaded", () => {
    const label = document.getElementById("app-wasm-loader-label");
    if (!label) return;
    new MutationObserver(() => {
      const percent = parseInt(label.textContent, 10);
      if (percent >= 0) root.style.setProperty("--loaded", String(Math.min(percent, 100) / 100));
      else {
        label.parentElement.classList.add("is-broken");
        delete root.dataset.boot;
        graft.died?.("load", label.textContent);
      }
    }).observe(label, { childList: true, characterData: true, subtree: true });
  });
})();

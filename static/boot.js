// Runs before the page is drawn: the visitor's theme, and the loading bar.
// Small and blocking on purpose, so that nothing flashes.
(() => {
  "use strict";
  const root = document.documentElement;
  try {
    const theme = JSON.parse(localStorage.getItem("graft-theme") || '""');
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch { /* storage is off: follow the system */ }

  // go-app writes its progress into this label; the bar is drawn from it.
  addEventListener("DOMContentLoaded", () => {
    const label = document.getElementById("app-wasm-loader-label");
    if (!label) return;
    new MutationObserver(() => {
      const percent = parseInt(label.textContent, 10);
      if (percent >= 0) root.style.setProperty("--loaded", Math.min(percent, 100) / 100);
      else label.parentElement.classList.add("is-broken");
    }).observe(label, { childList: true, characterData: true, subtree: true });
  });
})();

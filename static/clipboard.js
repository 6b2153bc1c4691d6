// Copying text.

// copy works without the clipboard API too (plain http on another machine).
graft.copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return;
  } catch { /* try the old way */ }
  const area = document.createElement("textarea");
  area.value = text;
  area.style.cssText = "position:fixed;opacity:0";
  (document.querySelector("dialog[open]") || document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("the browser does not allow copying");
};

// Files that leave the tab: saved on this computer, or handed to another program.

graft.save = (blob, name) => {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(blob);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10000);
};
// Saves what lies at an address of ours, named as the server says.
graft.download = (address) => {
  const a = document.createElement("a");
  a.href = address;
  a.download = "";
  a.click();
};
graft.saveText = (text, name, type) => graft.save(new Blob([text], { type }), name);
graft.saveBytes = (buffer, name, type) => graft.save(new Blob([buffer], { type }), name);

graft.canShare = () => typeof navigator.share === "function" && matchMedia("(pointer: coarse)").matches;
graft.share = (title, url) => navigator.share({ title, url }).catch((err) => {
  if (err.name !== "AbortError") throw err;
});

graft.objectURL = (blob) => URL.createObjectURL(blob);
graft.revokeURL = (address) => URL.revokeObjectURL(address);

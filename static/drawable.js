// Whether the browser itself can show a picture, and what is shown where it cannot.

// shows tells whether the browser can show the picture at an address.
const shows = (address) => new Promise((ok) => {
  const img = new Image();
  img.onload = () => ok(true);
  img.onerror = () => ok(false);
  img.src = address;
});

// whole tells a file that ends as its format does. One that does not is for the engine,
// which says what is wrong: browsers draw half a picture.
async function whole(file) {
  const ends = async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  const [head, tail] = [await ends(0, 4), await ends(-8)];
  const [a, b, c, d] = head, last = tail.length;
  if (a === 0xff && b === 0xd8) return tail[last - 2] === 0xff && tail[last - 1] === 0xd9;
  if (b === 0x50 && c === 0x4e && d === 0x47) return String.fromCharCode(...tail.slice(0, 4)) === "IEND";
  return true; // others do not say; the server looks
}

// copy returns "" if the browser can show the picture of the pool that lies at address,
// else the address of a copy that it can (PPM).
async function copy(address, key) {
  if (await shows(address)) return "";
  const thumb = await graft.pool.call({ do: "thumb", data: graft.pool.blob(key), side: 1024 });
  return URL.createObjectURL(new Blob([thumb.data], { type: thumb.mime }));
}

graft.drawable = { shows, whole, copy };

// The histogram beside the enlarged picture, and saving that picture.

let drawing = 0;
graft.painted = (name) => {
  if ((name === "zoom" || name === "zoom-before") && !drawing) drawing = requestAnimationFrame(histogram);
};

const counts = (image) => {
  const bins = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
  const { data } = image;
  for (let i = 0; i < data.length; i += 4) {
    bins[0][data[i]]++;
    bins[1][data[i + 1]]++;
    bins[2][data[i + 2]]++;
  }
  return bins;
};
const mean = (bins) => {
  let sum = 0, n = 0;
  bins.forEach((count, level) => { sum += count * level; n += count; });
  return sum / n;
};

// outline is a path of 64 bars; top is the count that reaches the upper edge.
const WIDE = 4;
const bars = (bins) => Array.from({ length: 256 / WIDE }, (_, i) => bins.subarray(i * WIDE, (i + 1) * WIDE).reduce((a, b) => a + b));
const outline = (list, top) => "M0 40" + list.map((count, i) =>
  "V" + (40 - 40 * Math.min(count / top, 1)).toFixed(1) + "H" + (i + 1) * WIDE).join("") + "V40Z";

function histogram() {
  drawing = 0;
  const [before, after] = ["zoom-before", "zoom"].map((name) => graft.pool.image(name));
  if (!before || !after || !document.getElementById("histogram-r-after")) return;
  const was = counts(before), is = counts(after);
  ["r", "g", "b"].forEach((name, c) => {
    const a = bars(was[c]), b = bars(is[c]);
    // A flat area makes one bar that would flatten all others: the third highest sets the scale.
    const top = Math.max(...[a, b].map((list) => [...list].sort((x, y) => y - x)[2]), 1);
    document.getElementById("histogram-" + name + "-before").setAttribute("d", outline(a, top));
    document.getElementById("histogram-" + name + "-after").setAttribute("d", outline(b, top));
    document.getElementById("histogram-" + name + "-mean").textContent = Math.round(mean(was[c])) + " → " + Math.round(mean(is[c]));
  });
}

// saveSlot saves the pixels that a canvas shows.
graft.saveSlot = (name, file) => {
  const image = graft.pool.image(name);
  if (!image) return;
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext("2d").putImageData(image, 0, 0);
  canvas.toBlob((blob) => graft.save(blob, file), "image/png");
};

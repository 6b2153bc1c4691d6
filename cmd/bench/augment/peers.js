// The operations and recipes with TensorFlow.js: float32 in 0…1, one picture
// [1, height, width, 3], clipped where 8 bits would be. It has no saturation or
// hue; saturation is a mix with the grey of the pixel, hue a turn in YIQ, both
// less work than HSV.
(() => {
  "use strict";
  const SIDE = 224;
  const u = (lo, hi) => lo + (hi - lo) * Math.random();
  const clip = (x) => tf.clipByValue(x, 0, 1);
  let source, luma;

  bench.startTensorFlow = async (bitmap) => {
    tf.wasm.setWasmPaths("/tfjs/tfjs-backend-wasm/dist/");
    await tf.setBackend("wasm");
    await tf.ready();
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const floats = new Float32Array(width * height * 3);
    for (let i = 0, j = 0; i < data.length; i += 4) {
      for (let c = 0; c < 3; c++) floats[j++] = data[i + c] / 255;
    }
    source = tf.tensor4d(floats, [1, height, width, 3]);
    luma = tf.tensor1d([0.299, 0.587, 0.114]);
  };

  // runTensorFlow returns the pixels, 0…255 in an Int32Array.
  bench.runTensorFlow = (one) => {
    const out = tf.tidy(() => tf.cast(tf.mul(one(), 255), "int32"));
    const pixels = out.dataSync();
    out.dispose();
    return pixels;
  };

  const resize = (x = source) => tf.image.resizeBilinear(x, [SIDE, SIDE]);
  const crop = () => {
    const [h, w] = [source.shape[1], source.shape[2]];
    const area = w * h * u(0.1, 1), ratio = Math.exp(u(Math.log(0.5), Math.log(2)));
    const cw = Math.min(1, Math.sqrt(area * ratio) / w), ch = Math.min(1, Math.sqrt(area / ratio) / h);
    const x = u(0, 1 - cw), y = u(0, 1 - ch);
    return tf.image.cropAndResize(source, [[y, x, y + ch, x + cw]], [0], [SIDE, SIDE]);
  };
  const flip = (x) => (Math.random() < 0.5 ? tf.image.flipLeftRight(x) : x);
  // transform maps the result onto the picture: x' = a·x + b·y + c, y' = d·x + e·y + f.
  const transform = (x, a, b, d, e, shiftX = 0, shiftY = 0) => {
    const c = (SIDE - 1) / 2;
    return tf.image.transform(x, [[a, b, c - a * c - b * c + shiftX, d, e, c - d * c - e * c + shiftY, 0, 0]], "bilinear", "nearest");
  };
  const turn = (x, degrees) => {
    const t = degrees * Math.PI / 180;
    return transform(x, Math.cos(t), Math.sin(t), -Math.sin(t), Math.cos(t));
  };
  const brightness = (x, lo = 0.5, hi = 1.5) => clip(tf.mul(x, u(lo, hi)));
  const contrast = (x) => {
    const mean = tf.mean(x, [1, 2], true);
    return clip(tf.add(tf.mul(tf.sub(x, mean), u(0.7, 1.3)), mean));
  };
  const grey = (x) => tf.sum(tf.mul(x, luma), 3, true);
  const saturation = (x) => {
    const g = grey(x);
    return clip(tf.add(tf.mul(tf.sub(x, g), u(0.6, 1.4)), g));
  };
  const hue = (x) => {
    const t = u(-0.05, 0.05) * 2 * Math.PI, c = Math.cos(t), s = Math.sin(t);
    const m = tf.tensor2d([
      [0.299 + 0.701 * c + 0.168 * s, 0.299 - 0.299 * c - 0.328 * s, 0.299 - 0.3 * c + 1.25 * s],
      [0.587 - 0.587 * c + 0.33 * s, 0.587 + 0.413 * c + 0.035 * s, 0.587 - 0.588 * c - 1.05 * s],
      [0.114 - 0.114 * c - 0.497 * s, 0.114 - 0.114 * c + 0.292 * s, 0.114 + 0.886 * c - 0.203 * s]]);
    return clip(tf.reshape(tf.matMul(tf.reshape(x, [-1, 3]), m), x.shape));
  };
  const noise = (x) => clip(tf.add(x, tf.randomNormal(x.shape, 0, u(0.02, 0.08))));
  const blur = (x) => {
    const sigma = u(0.1, 2), radius = Math.ceil(3 * sigma);
    const k = [...Array(2 * radius + 1).keys()].map((i) => Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)));
    const sum = k.reduce((a, b) => a + b);
    const kernel = k.flatMap((v) => [v / sum, v / sum, v / sum]);
    const y = tf.depthwiseConv2d(x, tf.tensor4d(kernel, [k.length, 1, 3, 1]), 1, "same");
    return tf.depthwiseConv2d(y, tf.tensor4d(kernel, [1, k.length, 3, 1]), 1, "same");
  };
  const erase = (x) => {
    const area = SIDE * SIDE * u(0.02, 0.33), ratio = Math.exp(u(Math.log(0.3), Math.log(3.3)));
    const h = Math.min(SIDE - 1, Math.round(Math.sqrt(area / ratio))), w = Math.min(SIDE - 1, Math.round(Math.sqrt(area * ratio)));
    const y = Math.floor(u(0, SIDE - h)), l = Math.floor(u(0, SIDE - w));
    const hole = tf.pad(tf.ones([1, h, w, 1]), [[0, 0], [y, SIDE - h - y], [l, SIDE - w - l], [0, 0]]);
    return tf.mul(x, tf.sub(1, hole));
  };

  bench.peers = {
    default: () => {
      const t = u(-20, 20) * Math.PI / 180, zx = u(0.8, 1.2), zy = u(0.8, 1.2);
      const x = transform(flip(resize()), Math.cos(t) * zx, Math.sin(t) * zy, -Math.sin(t) * zx, Math.cos(t) * zy);
      return saturation(brightness(x, 0.7, 1.3));
    },
    article: () => saturation(contrast(brightness(turn(flip(crop()), u(-20, 20))))),
    heavy: () => {
      const t = u(-20, 20) * Math.PI / 180, s = u(-10, 10) * Math.PI / 180, zx = u(0.8, 1.2), zy = u(0.8, 1.2);
      let x = transform(flip(crop()), Math.cos(t + s) * zx, Math.sin(t) * zy, -Math.sin(t + s) * zx, Math.cos(t) * zy);
      x = hue(saturation(contrast(brightness(x))));
      return erase(noise(blur(x)));
    },
    flip_left_right: () => tf.image.flipLeftRight(resize()),
    flip_up_down: () => tf.reverse(resize(), 1),
    resized_crop: crop,
    rotation: () => turn(resize(), u(-20, 20)),
    width_shift: () => transform(resize(), 1, 0, 0, 1, SIDE * u(-0.1, 0.1), 0),
    height_shift: () => transform(resize(), 1, 0, 0, 1, 0, SIDE * u(-0.1, 0.1)),
    shear: () => transform(resize(), 1, Math.tan(u(-10, 10) * Math.PI / 180), 0, 1),
    zoom: () => transform(resize(), u(0.8, 1.2), 0, 0, u(0.8, 1.2)),
    brightness: () => brightness(resize()),
    contrast: () => contrast(resize()),
    saturation: () => saturation(resize()),
    hue: () => hue(resize()),
    gamma: () => tf.pow(resize(), u(0.7, 1.5)),
    grayscale: () => tf.tile(grey(resize()), [1, 1, 1, 3]),
    invert: () => tf.sub(1, resize()),
    posterize: () => tf.div(tf.floor(tf.mul(resize(), 15.99)), 15),
    solarize: () => { const x = resize(); return tf.where(tf.less(x, 0.5), x, tf.sub(1, x)); },
    gaussian_noise: () => noise(resize()),
    gaussian_blur: () => blur(resize()),
    erase: () => erase(resize()),
    cutout: () => erase(resize()),
  };
})();

package codegen

// tensorHelpers returns the helpers that the sheet needs, in the order in which
// they read best.
func tensorHelpers(s *sheet) string {
	text := ""
	if s.needs["corners"] {
		text = "CORNERS = tf.constant([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * [WIDTH - 1.0, HEIGHT - 1.0]\n"
	}
	for _, h := range tensorHelperTexts {
		if s.needs[h.name] {
			text += "\n\n" + h.text
		}
	}
	return text
}

var tensorHelperTexts = []struct{ name, text string }{
	{"draw", `def draw(low, high):
    return tf.random.uniform([], low, high)
`},
	{"chance", `def chance(p):
    return tf.random.uniform([]) < p
`},
	{"rotation", `def rotation(degrees):
    angle = degrees * math.pi / 180
    cos, sin = tf.cos(angle), tf.sin(angle)
    return tf.convert_to_tensor([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
`},
	{"shift", `def shift(x, y):
    """Shares of the width and the height."""
    return tf.convert_to_tensor([[1.0, 0.0, x * WIDTH], [0.0, 1.0, y * HEIGHT], [0.0, 0.0, 1.0]])
`},
	{"shear", `def shear(degrees):
    angle = degrees * math.pi / 180
    return tf.convert_to_tensor([[1.0, -tf.sin(angle), 0.0], [0.0, tf.cos(angle), 0.0], [0.0, 0.0, 1.0]])
`},
	{"zoom", `def zoom(x, y):
    """Shares of the width and the height that are seen."""
    return tf.linalg.diag([x, y, 1.0])
`},
	{"warp", `def warp(image, matrix, fill_mode, fill_value=0.0):
    """Resamples image; matrix takes (x, y) of the result, from the centre, to the picture."""
    centre = tf.constant([[1, 0, WIDTH / 2 - 0.5], [0, 1, HEIGHT / 2 - 0.5], [0, 0, 1]])
    matrix = centre @ matrix @ tf.linalg.inv(centre)
    matrix /= matrix[2, 2]
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=image[tf.newaxis], transforms=tf.reshape(matrix, [1, 9])[:, :8],
        output_shape=[HEIGHT, WIDTH], interpolation="BILINEAR",
        fill_mode=fill_mode, fill_value=fill_value)[0]
`},
	{"whole", `def whole(low, high):
    """One of low to high, both among them."""
    return tf.cast(tf.random.uniform([], low, high + 1, tf.int32), tf.float32)
`},
	{"signed", `def signed(n):
    """A whole number below n, and its sign: what Keras draws for width_shift_range=n."""
    sign = tf.cast(tf.random.uniform([], 0, 2, tf.int32) * 2 - 1, tf.float32)
    return sign * tf.cast(tf.random.uniform([], 0, max(n, 1), tf.int32), tf.float32)
`},
	{"scale", `def scale(factor):
    return zoom(1 / factor, 1 / factor)
`},
	{"corners", `def corners(distortion):
    """Where the four corners go: inwards, at most a share of half a side, in whole pixels."""
    most = tf.floor(distortion * tf.constant([WIDTH // 2, HEIGHT // 2], tf.float32))
    inwards = tf.floor(tf.random.uniform([4, 2]) * (most + 1))
    return CORNERS - tf.sign(CORNERS) * inwards
`},
	{"perspective", `def perspective(to):
    """The matrix that shows the picture's corners at to."""
    x, y = tf.unstack(to, axis=1)
    u, v = tf.unstack(CORNERS, axis=1)
    one, nil = tf.ones([4]), tf.zeros([4])
    rows = tf.concat([tf.stack([x, y, one, nil, nil, nil, -u * x, -u * y], 1),
                      tf.stack([nil, nil, nil, x, y, one, -v * x, -v * y], 1)], 0)
    solved = tf.linalg.solve(rows, tf.concat([u, v], 0)[:, tf.newaxis])
    return tf.reshape(tf.concat([solved[:, 0], [1.0]], 0), [3, 3])
`},
	{"equalize", `def equalize(image):
    """Spreads each channel's levels so that equal spans hold equally many pixels, as PIL does."""
    def channel(levels):
        counts = tf.math.bincount(tf.reshape(levels, [-1]), minlength=256, maxlength=256)
        last = tf.boolean_mask(counts, counts > 0)[-1]
        step = (HEIGHT * WIDTH - last) // 255
        spread = (tf.cumsum(counts, exclusive=True) + step // 2) // tf.maximum(step, 1)
        return tf.gather(tf.where(step > 0, tf.minimum(spread, 255), tf.range(256)), levels)
    levels = tf.cast(tf.floor(image * 255.5), tf.int32)
    return tf.cast(tf.stack([channel(levels[..., c]) for c in range(3)], -1), tf.float32) / 255
`},
	{"autocontrast", `def autocontrast(image):
    """Stretches each channel from its least level to its largest."""
    levels = tf.floor(image * 255.5)
    low, high = tf.reduce_min(levels, [0, 1]), tf.reduce_max(levels, [0, 1])
    stretched = tf.floor((levels - low) * 255 / tf.maximum(high - low, 1))
    return tf.where(high > low, stretched, levels) / 255
`},
	{"sharpen", `def sharpen(image, factor):
    """Away from the smoothed picture above 1, towards it below, as PIL's Sharpness."""
    kernel = tf.constant([[1, 1, 1], [1, 5, 1], [1, 1, 1]], tf.float32) / 13
    kernel = tf.tile(kernel[:, :, tf.newaxis, tf.newaxis], [1, 1, 3, 1])
    smooth = tf.nn.depthwise_conv2d(image[tf.newaxis], kernel, [1, 1, 1, 1], "VALID")[0]
    smooth = tf.pad(smooth, [[1, 1], [1, 1], [0, 0]])
    inside = tf.pad(tf.ones([HEIGHT - 2, WIDTH - 2, 1], tf.bool), [[1, 1], [1, 1], [0, 0]])
    return tf.where(inside, tf.clip_by_value(image * factor + smooth * (1 - factor), 0, 1), image)
`},
	{"cutout_box", `def cutout_box(side):
    """A square with its middle anywhere; what lies outside is cut off by erase."""
    x = tf.floor(tf.random.uniform([]) * WIDTH) - side // 2
    y = tf.floor(tf.random.uniform([]) * HEIGHT) - side // 2
    return x, y, side, side
`},
	{"random_channel", `def random_channel():
    return tf.random.uniform([], 0, 3, tf.int32)
`},
	{"mixing", `def beta(alpha):
    a, b = tf.unstack(tf.random.gamma([2], alpha))
    return a / (a + b)


def partner(images, labels):
    order = tf.random.shuffle(tf.range(tf.shape(images)[0]))
    return tf.gather(images, order), tf.gather(labels, order)
`},
	{"mix_up", `def mix_up(images, labels, alpha):
    share = beta(alpha)
    others, other_labels = partner(images, labels)
    return share * images + (1 - share) * others, share * labels + (1 - share) * other_labels
`},
	{"cut_mix", `def cut_mix(images, labels, alpha):
    """The box has 1 - share of the area before what lies outside is cut off."""
    half = tf.sqrt(1 - beta(alpha)) / 2
    x, y = tf.floor(tf.random.uniform([]) * WIDTH), tf.floor(tf.random.uniform([]) * HEIGHT)
    columns = tf.range(WIDTH, dtype=tf.float32)[tf.newaxis, :, tf.newaxis]
    rows = tf.range(HEIGHT, dtype=tf.float32)[:, tf.newaxis, tf.newaxis]
    inside = ((columns >= x - tf.floor(half * WIDTH)) & (columns < x + tf.floor(half * WIDTH))
              & (rows >= y - tf.floor(half * HEIGHT)) & (rows < y + tf.floor(half * HEIGHT)))
    share = 1 - tf.reduce_mean(tf.cast(inside, tf.float32))
    others, other_labels = partner(images, labels)
    return tf.where(inside, others, images), share * labels + (1 - share) * other_labels
`},
	{"blur", `def blur(image, sigma, reach):
    """A Gaussian of sigma pixels along both axes, edges reflected."""
    x = tf.range(-reach, reach + 1, dtype=tf.float32)
    kernel = tf.exp(-0.5 * (x / sigma) ** 2)
    kernel = tf.tile(tf.reshape(kernel / tf.reduce_sum(kernel), [-1, 1, 1, 1]), [1, 1, 3, 1])
    image = tf.pad(image, [[reach, reach], [reach, reach], [0, 0]], "REFLECT")[tf.newaxis]
    image = tf.nn.depthwise_conv2d(image, kernel, [1, 1, 1, 1], "VALID")
    return tf.nn.depthwise_conv2d(image, tf.transpose(kernel, [1, 0, 2, 3]), [1, 1, 1, 1], "VALID")[0]
`},
	{"random_box", `def random_box(scale, ratio):
    """x, y, width and height of a box: a share of the area, an aspect. Ten tries, then nothing."""
    area = HEIGHT * WIDTH * tf.random.uniform([10], *scale)
    aspect = tf.exp(tf.random.uniform([10], math.log(ratio[0]), math.log(ratio[1])))
    width, height = tf.round(tf.sqrt(area * aspect)), tf.round(tf.sqrt(area / aspect))
    fits = (width >= 1) & (width < WIDTH) & (height >= 1) & (height < HEIGHT)
    first = tf.argmax(fits)
    width = tf.where(fits[first], width[first], 0)
    height = tf.where(fits[first], height[first], 0)
    x = tf.floor(tf.random.uniform([]) * (WIDTH - width + 1))
    y = tf.floor(tf.random.uniform([]) * (HEIGHT - height + 1))
    return x, y, width, height
`},
	{"erase", `def erase(image, box, value):
    x, y, width, height = box
    columns = tf.range(WIDTH, dtype=tf.float32)[tf.newaxis, :, tf.newaxis]
    rows = tf.range(HEIGHT, dtype=tf.float32)[:, tf.newaxis, tf.newaxis]
    inside = (columns >= x) & (columns < x + width) & (rows >= y) & (rows < y + height)
    return tf.where(inside, value, image)
`},
}

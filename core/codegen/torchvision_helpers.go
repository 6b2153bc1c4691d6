package codegen

// torchHelpers are functions that a snippet may need, in this order.
var torchHelpers = []struct{ name, text string }{
	{"drawn", `def drawn(change, low, high):
    """change(image, x) with x drawn from low to high."""
    return v2.Lambda(lambda image: change(image, torch.empty(1).uniform_(low, high).item()))

`},
	{"center_crop", `def center_crop(image):
    """The largest box in the middle with the result's aspect."""
    height, width = image.shape[-2:]
    size = [min(height, max(1, width * HEIGHT // WIDTH)), min(width, max(1, height * WIDTH // HEIGHT))]
    return v2.functional.center_crop(image, size)

`},
	{"resize_with_pad", `def resize_with_pad(image, fill):
    """The whole picture, in its own aspect, with bars beside it."""
    ratio = max(image.shape[-1] / WIDTH, image.shape[-2] / HEIGHT)
    height, width = max(1, int(image.shape[-2] / ratio)), max(1, int(image.shape[-1] / ratio))
    left, top = (WIDTH - width) // 2, (HEIGHT - height) // 2
    image = v2.functional.resize(image, [height, width])
    return v2.functional.pad(image, [left, top, WIDTH - width - left, HEIGHT - height - top], fill=fill)

`},
	{"drop_channel", `def drop_channel(image, level):
    image = image.clone()
    image[torch.randint(3, ())] = level
    return image

`},
	{"salt_and_pepper", `def salt_and_pepper(image, amount, salt):
    noise = torch.rand(1, *image.shape[1:])
    return torch.where(noise < amount, (noise < amount * salt).float(), image)

`},
	{"normalised", `def normalised(image, stddev):
    return ((image - image.mean()) / (image.std(correction=0) + 1e-8) * stddev + 128 / 255).clamp(0, 1)

`},
}

// drawn is a transform made from a function of the picture and a number.
func (t *torch) drawn(change, lo, hi string) string {
	t.need("drawn")
	return "drawn(" + change + ", " + lo + ", " + hi + ")"
}

func (t *torch) drawnRange(change string, st step, name string) string {
	lo, hi := st.Range(name)
	return t.drawn(change, num(lo), num(hi))
}

// torchNamed is a transform that takes nothing but its probability.
func torchNamed(name string) func(*torch, step) string {
	return func(_ *torch, st step) string { return "v2." + name + "(p=" + num(st.P) + ")" }
}

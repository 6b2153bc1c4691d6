package codegen

import "fmt"

// torchLoader writes what makes batches, and mixes them.
func torchLoader(t *torch, mixes []step) string {
	if len(mixes) == 0 {
		return "batches = torch.utils.data.DataLoader(train, batch_size=32, shuffle=True)\n"
	}
	t.note(noteBatches)
	var items []string
	for _, st := range mixes {
		name := map[string]string{"mix_up": "MixUp", "cut_mix": "CutMix"}[st.Op]
		if name == "" {
			items = append(items, t.missing(st))
			continue
		}
		items = append(items, torchChance(st, fmt.Sprintf("v2.%s(alpha=%s, num_classes=len(train.classes))", name, float(st.Number("alpha"))))...)
	}
	text := "mix = v2.Compose([\n"
	for _, l := range indent(4, items...) {
		text += l + "\n"
	}
	return text + `])
batches = torch.utils.data.DataLoader(
    train, batch_size=32, shuffle=True,
    collate_fn=lambda batch: mix(*torch.utils.data.default_collate(batch)))
`
}

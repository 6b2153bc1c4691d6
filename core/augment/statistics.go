package augment

import "encoding/binary"

// tally is what a step has measured of the picture before it. A plan keeps one
// for each step that measures.
type tally struct {
	sum, square [3]float64
	least, most [3]float32
	count       [3][256]uint32  // of each byte, a channel
	table       [3][256]float32 // what conclude makes of count
	stored      [3][256]uint8   // what addCountsBytes stores a byte as
	storedKnown bool
}

func (t *tally) reset() {
	*t = tally{least: [3]float32{1, 1, 1}}
}

// addMean adds the channels of a row.
func addMean(t *tally, r, g, b []float32) {
	var sr, sg, sb float64
	g, b = g[:len(r)], b[:len(r)]
	for i := range r {
		sr += float64(r[i])
		sg += float64(g[i])
		sb += float64(b[i])
	}
	t.sum[0] += sr
	t.sum[1] += sg
	t.sum[2] += sb
}

// addMeanBytes is addMean for what t makes of the bytes of a row.
func addMeanBytes(t *tally, row []uint8, tables *tables) {
	var sr, sg, sb float64
	for x := 0; x < len(row)-3; x += 4 {
		r, g, b := tables.pixel(binary.LittleEndian.Uint32(row[x:]))
		sr += float64(r)
		sg += float64(g)
		sb += float64(b)
	}
	t.sum[0] += sr
	t.sum[1] += sg
	t.sum[2] += sb
}

// concludeMean puts the mean of each channel into d.mean.
func concludeMean(d *drawn, pixels float64) {
	for c := range d.mean {
		d.mean[c] = float32(d.tally.sum[c] / pixels)
	}
}

// addExtremes widens least and most to the values of a row.
func addExtremes(t *tally, r, g, b []float32) {
	for c, line := range [3][]float32{r, g, b} {
		least, most := t.least[c], t.most[c]
		for _, v := range line {
			least = lesser(least, v)
			most = greater(most, v)
		}
		t.least[c], t.most[c] = least, most
	}
}

// addExtremesBytes is addExtremes for what the tables make of the bytes of a row.
func addExtremesBytes(t *tally, row []uint8, tables *tables) {
	for c := range tables {
		least, most := order(t.least[c]), order(t.most[c])
		for x := c; x < len(row); x += 4 {
			v := order(tables[c][row[x]])
			least, most = min(least, v), max(most, v)
		}
		t.least[c], t.most[c] = fromOrder(least), fromOrder(most)
	}
}

// addCounts counts the bytes that the values of a row would be stored as.
func addCounts(t *tally, r, g, b []float32) {
	for c, line := range [3][]float32{r, g, b} {
		count := &t.count[c]
		for _, v := range line {
			count[toByte(v)]++
		}
	}
}

// addCountsBytes is addCounts for what the tables make of the bytes of a row.
func addCountsBytes(t *tally, row []uint8, tables *tables) {
	if !t.storedKnown {
		for c := range tables {
			for v, x := range tables[c] {
				t.stored[c][v] = toByte(x)
			}
		}
		t.storedKnown = true
	}
	for x := 0; x < len(row)-3; x += 4 {
		px := binary.LittleEndian.Uint32(row[x:])
		t.count[0][t.stored[0][px&0xff]]++
		t.count[1][t.stored[1][px>>8&0xff]]++
		t.count[2][t.stored[2][px>>16&0xff]]++
	}
}

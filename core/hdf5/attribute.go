package hdf5

import "fmt"

// attribute is the value of an attribute as it is in the file.
type attribute struct {
	shape   []uint64
	element datatype
	data    []byte
}

// maxStrings bounds the elements of an attribute of strings.
const maxStrings = 1 << 16

// readAttribute reads an attribute message, version 1 to 3.
func readAttribute(d *fields) (string, attribute, error) {
	version := d.u8()
	if version < 1 || version > 3 {
		return "", attribute{}, damaged("attribute of version %d: want 1 to 3", version)
	}
	flags := d.u8()
	nameSize, typeSize, spaceSize := int(d.u16()), int(d.u16()), int(d.u16())
	if version == 3 {
		d.u8() // the name's character set
	}
	if version > 1 && flags != 0 {
		return "", attribute{}, damaged("an attribute of a shared type: not read")
	}
	part := func(n int) []byte {
		b := d.next(n)
		if version == 1 { // padded
			d.next((8 - n%8) % 8)
		}
		return b
	}
	name := text(part(nameSize))
	a := attribute{element: readDatatype(&fields{b: part(typeSize)})}
	var err error
	a.shape, err = readDataspace(&fields{b: part(spaceSize)})
	a.data = d.b
	d.b = nil
	return name, a, err
}

// Strings returns the strings of an attribute, in order; one without dimensions
// is one string. It fails if there is no such attribute of strings.
func (o *Object) Strings(name string) ([]string, error) {
	a, ok := o.attributes[name]
	if !ok {
		return nil, fmt.Errorf("%w: attribute %.200q of %.200s", ErrNotFound, name, o.path)
	}
	count := uint64(1)
	for _, n := range a.shape {
		if n > maxStrings || count*n > maxStrings {
			return nil, damaged("attribute %.200q of %.200s: %d strings", name, o.path, a.shape)
		}
		count *= n
	}
	if count == 0 { // numpy writes no strings as no numbers
		return nil, nil
	}
	size := uint64(a.element.size)
	if (a.element.class != classString && a.element.class != classVariable) || size == 0 || size*count > uint64(len(a.data)) {
		return nil, damaged("attribute %.200q of %.200s: class %d, %d bytes: want strings", name, o.path, a.element.class, len(a.data))
	}
	list := make([]string, count)
	for i := range list {
		b := a.data[uint64(i)*size:][:size]
		if a.element.class == classString {
			list[i] = text(b)
			continue
		}
		var err error
		if list[i], err = o.f.variable(b); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// variable returns the string that a reference into a global heap stands for:
// its length, the heap's address and the string's number in it.
func (f *file) variable(reference []byte) (string, error) {
	d := &fields{b: reference}
	length, address, number := d.u32(), d.u64(), d.u32()
	if d.short {
		return "", damaged("a string's reference of %d bytes", len(reference))
	}
	if length == 0 {
		return "", nil
	}
	head, err := f.read(address, 16)
	if err != nil {
		return "", err
	}
	if string(head[:4]) != "GCOL" {
		return "", damaged("no global heap at %#x", address)
	}
	heap, err := f.read(address, le.Uint64(head[8:]))
	if err != nil {
		return "", err
	}
	for h := (&fields{b: heap[min(16, len(heap)):]}); len(h.b) >= 16; {
		index := uint32(h.u16())
		h.next(6)
		size := h.u64()
		if size > uint64(len(h.b)) {
			break
		}
		b := h.next(int(size))
		h.next(min(int(-size&7), len(h.b))) // padded to eight bytes
		if index == number && index != 0 {
			return text(b[:min(uint64(length), size)]), nil
		}
	}
	return "", damaged("no string %d in the heap at %#x", number, address)
}

package hdf5

import "fmt"

// maxDepth bounds the levels of a B-tree; each multiplies what is in it by at
// least sixteen.
const maxDepth = 16

// maxName bounds the length of a name in bytes.
const maxName = 1024

// load reads a group's members, once.
func (o *Object) load() error {
	if o.table == nil || o.members != nil {
		return nil
	}
	heap, err := o.f.heap(o.table[1])
	if err != nil {
		return fmt.Errorf("%w (names in %s)", err, o.path)
	}
	members := make(map[string]uint64)
	if err := o.f.nodes(o.table[0], 0, maxDepth, nil, func(leaf uint64, _ []byte) error {
		return o.f.symbols(leaf, heap, members)
	}); err != nil {
		return fmt.Errorf("%w (members of %s)", err, o.path)
	}
	o.members = members
	return nil
}

// heap returns the data of the local heap at an address: names.
func (f *file) heap(address uint64) ([]byte, error) {
	b, err := f.read(address, 32)
	if err != nil {
		return nil, err
	}
	if string(b[:4]) != "HEAP" {
		return nil, damaged("no heap at %#x", address)
	}
	return f.read(le.Uint64(b[24:]), le.Uint64(b[8:]))
}

// nodes calls visit for what the B-tree (version 1) at an address leads to, and
// the key before it. keyBytes is the length of a key beyond the 8 bytes of a
// group's; nil means a group's tree.
func (f *file) nodes(address uint64, kind uint8, depth int, keyBytes *int, visit func(child uint64, key []byte) error) error {
	if depth == 0 {
		return damaged("an index of over %d levels", maxDepth)
	}
	head, err := f.read(address, 24)
	if err != nil {
		return err
	}
	if string(head[:4]) != "TREE" || head[4] != kind {
		return damaged("no index of kind %d at %#x", kind, address)
	}
	key := 8
	if keyBytes != nil {
		key = *keyBytes
	}
	level, count := head[5], int(le.Uint16(head[6:]))
	b, err := f.read(address+24, uint64(count*(key+8)))
	if err != nil {
		return err
	}
	for ; len(b) > 0; b = b[key+8:] {
		child := le.Uint64(b[key:])
		if level == 0 {
			err = visit(child, b[:key])
		} else {
			err = f.nodes(child, kind, depth-1, keyBytes, visit)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// symbols adds the entries of the symbol table node at an address to members.
func (f *file) symbols(address uint64, heap []byte, members map[string]uint64) error {
	head, err := f.read(address, 8)
	if err != nil {
		return err
	}
	if string(head[:4]) != "SNOD" {
		return damaged("no symbols at %#x", address)
	}
	const entry = 40
	count := uint64(le.Uint16(head[6:]))
	b, err := f.read(address+8, count*entry)
	if err != nil {
		return err
	}
	for ; len(b) > 0; b = b[entry:] {
		name := le.Uint64(b)
		if name >= uint64(len(heap)) {
			return damaged("a name at %d of a heap of %d bytes", name, len(heap))
		}
		if le.Uint32(b[16:]) == 2 {
			continue // a symbolic link
		}
		// Names are cut short: a heap without zeros must not be copied for each.
		key := text(heap[name:min(name+maxName, uint64(len(heap)))])
		if f.budget -= int64(len(key)); f.budget < 0 {
			return damaged("over %d MB of metadata", maxMetadata>>20)
		}
		members[key] = le.Uint64(b[8:])
	}
	return nil
}

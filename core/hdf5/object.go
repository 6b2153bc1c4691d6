package hdf5

import (
	"fmt"
	"slices"
	"strings"
)

// Object is a group or a data set, with its attributes.
type Object struct {
	f          *file
	path       string
	attributes map[string]attribute
	members    map[string]uint64 // of a group; nil until they are read
	table      *[2]uint64        // of a group: where its B-tree and its heap lie
	set        *dataset          // nil for a group
}

// Kinds of message in an object's header.
const (
	messageDataspace    = 0x01
	messageDatatype     = 0x03
	messageLayout       = 0x08
	messageFilters      = 0x0b
	messageAttribute    = 0x0c
	messageContinuation = 0x10
	messageSymbolTable  = 0x11
)

// message is one message of an object's header.
type message struct {
	kind uint16
	data []byte
}

// object reads the header at an address.
func (f *file) object(address uint64, path string) (*Object, error) {
	messages, err := f.messages(address)
	if err != nil {
		return nil, fmt.Errorf("%w (header of %s)", err, path)
	}
	o := &Object{f: f, path: path, attributes: make(map[string]attribute)}
	for _, m := range messages {
		if err := o.apply(m); err != nil {
			return nil, fmt.Errorf("%w (%s)", err, path)
		}
	}
	return o, nil
}

func (o *Object) apply(m message) (err error) {
	d := &fields{b: m.data}
	if m.kind == messageDataspace || m.kind == messageDatatype || m.kind == messageLayout || m.kind == messageFilters {
		if o.set == nil {
			o.set = new(dataset)
		}
	}
	switch m.kind {
	case messageSymbolTable:
		o.table = &[2]uint64{d.u64(), d.u64()}
	case messageAttribute:
		name, a, err := readAttribute(d)
		if err != nil {
			return err
		}
		o.attributes[name] = a
	case messageDataspace:
		o.set.shape, err = readDataspace(d)
	case messageDatatype:
		o.set.element = readDatatype(d)
	case messageLayout:
		o.set.layout, err = readLayout(d)
	case messageFilters:
		o.set.filters, err = readFilters(d)
	}
	if err == nil && d.short {
		err = damaged("message of kind %#x is cut off", m.kind)
	}
	return err
}

// messages returns the messages of the object header at an address, version 1,
// and of the blocks that it continues in.
func (f *file) messages(address uint64) ([]message, error) {
	head, err := f.read(address, 16)
	if err != nil {
		return nil, err
	}
	if head[0] != 1 {
		return nil, damaged("object header of version %d: want 1", head[0])
	}
	count := int(le.Uint16(head[2:]))
	blocks := [][2]uint64{{address + 16, uint64(le.Uint32(head[8:]))}}
	var list []message
	for len(blocks) > 0 && len(list) < count {
		b, err := f.read(blocks[0][0], blocks[0][1])
		if err != nil {
			return nil, err
		}
		blocks = blocks[1:]
		for d := (&fields{b: b}); len(d.b) >= 8 && len(list) < count; {
			kind, size, flags := d.u16(), d.u16(), d.u8()
			d.next(3)
			m := message{kind, d.next(int(size))}
			if d.short {
				return nil, damaged("message of %d bytes: longer than its block", size)
			}
			if flags&2 != 0 {
				return nil, damaged("a message of kind %#x is shared: not read", kind)
			}
			list = append(list, m)
			if kind == messageContinuation {
				c := &fields{b: m.data}
				blocks = append(blocks, [2]uint64{c.u64(), c.u64()})
			}
		}
	}
	return list, nil
}

// IsGroup says whether o is a group and not a data set.
func (o *Object) IsGroup() bool { return o.table != nil }

// Path is where o is in the file.
func (o *Object) Path() string { return o.path }

// Names are the names of a group's members, sorted; nil for a data set.
func (o *Object) Names() ([]string, error) {
	if err := o.load(); err != nil {
		return nil, err
	}
	names := make([]string, 0, len(o.members))
	for name := range o.members {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

// ErrNotFound is what Open's error wraps when there is no such member.
var ErrNotFound = fmt.Errorf("hdf5: no such group or data set")

// Open returns the group or data set at a path below a group, as in
// "conv1/kernel:0".
func (o *Object) Open(path string) (*Object, error) {
	at := o
	for name := range strings.SplitSeq(path, "/") {
		if name == "" {
			continue
		}
		if err := at.load(); err != nil {
			return nil, err
		}
		address, ok := at.members[name]
		if !ok {
			return nil, fmt.Errorf("%w: %.200q in %.200s", ErrNotFound, name, at.path)
		}
		next, err := o.f.object(address, strings.TrimSuffix(at.path, "/")+"/"+name)
		if err != nil {
			return nil, err
		}
		at = next
	}
	return at, nil
}

// Package lru keeps what was used last, up to a bound: a cache that forgets first what
// nobody asked for longest.
package lru

import "container/list"

// Cache keeps values by key while their costs sum to at most a bound. It is not safe
// for concurrent use.
type Cache[K comparable, V any] struct {
	most  int
	cost  func(V) int
	held  int        // the costs of all that is kept
	order *list.List // of entry, the latest first
	byKey map[K]*list.Element
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

// New returns an empty cache for values whose costs, as cost says, sum to at most most.
func New[K comparable, V any](most int, cost func(V) int) *Cache[K, V] {
	return &Cache[K, V]{most: most, cost: cost, order: list.New(), byKey: map[K]*list.Element{}}
}

// Get returns the value of key, if it is kept, which is then the latest used.
func (c *Cache[K, V]) Get(key K) (value V, ok bool) {
	e, ok := c.byKey[key]
	if !ok {
		return value, false
	}
	c.order.MoveToFront(e)
	return e.Value.(entry[K, V]).value, true
}

// Put keeps value as the latest used, instead of what key had before, and forgets what
// was used longest ago while all cost too much. The latest itself stays, whatever it
// costs.
func (c *Cache[K, V]) Put(key K, value V) {
	c.Remove(key)
	c.byKey[key] = c.order.PushFront(entry[K, V]{key, value})
	c.held += c.cost(value)
	for c.held > c.most && c.order.Len() > 1 {
		c.Remove(c.order.Back().Value.(entry[K, V]).key)
	}
}

// Remove forgets the value of key, if it is kept.
func (c *Cache[K, V]) Remove(key K) {
	if e, ok := c.byKey[key]; ok {
		c.held -= c.cost(c.order.Remove(e).(entry[K, V]).value)
		delete(c.byKey, key)
	}
}

// Held returns the costs of all that is kept.
func (c *Cache[K, V]) Held() int { return c.held }

// Keys returns the keys of what is kept, the latest used first.
func (c *Cache[K, V]) Keys() []K {
	keys := make([]K, 0, c.order.Len())
	for e := c.order.Front(); e != nil; e = e.Next() {
		keys = append(keys, e.Value.(entry[K, V]).key)
	}
	return keys
}

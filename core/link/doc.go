// Package link makes and opens short links to recipes.
//
// A link is an unguessable id under which the canonical JSON of a recipe is
// kept. [Handler] is the whole HTTP side; it keeps the documents in a [Store]
// of two methods: [MemStore] for tests, [FileStore] natively, a key-value
// store at the edge. Package linktest holds every store to the same behaviour.
//
// The package runs in a Worker at the edge, where a megabyte of program
// matters: it imports core/recipe and the standard library alone, and it reads
// a body to a bound before refusing it, for there an unread body breaks the
// next request.
package link

// Package link makes and opens short links to recipes.
//
// A link is an unguessable id under which the canonical JSON of a recipe is
// kept and, if its maker asked for it, a picture, a trained head and the image
// of a preview card. [Handler] is the whole HTTP side; it keeps everything in a
// [Store] of three methods: [MemStore] for tests, [FileStore] natively, a
// key-value store at the edge. Package linktest holds every store, and every
// place that serves the handler, to the same behaviour.
//
// A link never changes: what is kept under an id is what was stored there, or
// nothing, once it has expired or its maker has deleted it. So answers may be
// cached; for CacheSeconds, which is how long a deleted link may still be seen.
//
// What a stranger sends is looked at before it is kept: the recipe by
// core/recipe, the head by core/head, and a picture must be a JPEG without any
// segment that does not draw it (see [CheckJPEG]).
//
// The package runs in a Worker at the edge, where a megabyte of program
// matters: it imports core/recipe, core/head and the standard library alone,
// and it reads a body to a bound before refusing it, for there an unread body
// breaks the next request.
package link

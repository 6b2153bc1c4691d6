// Command engine is what the page's Web Workers run: it decodes pictures,
// applies recipes, makes thumbnails, reads archives, draws the sample sets and
// applies a trained head, all off the thread of the page. static/engine.js
// starts it and passes messages.
//
// A message is {id, do, …}; its answer {id, …} or {id, error}. Once, before any
// answer, comes {ready: true, version}. Large arrays are ArrayBuffers and are
// transferred. Data is an ArrayBuffer, a typed array or a Blob.
//
//	do            with                  answer
//	open          key, data             width, height, format, digest, bytes
//	close         key
//	views         key, recipe, views    width, height, pixels (RGBA, one below the other), draws [JSON], ms
//	drawn         key, recipe, draws    as views, one: with given values in place of drawn ones
//	mixed         key, other, recipe, view
//	                                    as views, one, and lambda: mixed with another picture
//	png           key, recipe, view     png
//	export.start  plan (JSON)           header, stems: of an export, its manifest's first line and names
//	export        picture (its name), data, job (JSON)
//	                                    files [{data}], names, crcs, lines (of the manifest), ms
//	export.end
//	thumb         data, side            width, height, format, digest, data, mime
//	share         data                  width, height, data: as it goes with a link (JPEG)
//	card          data, recipe          width, height, data: nine views as one JPEG
//	half          data (a head)         classes, size, weights, weights_digest, backbone, data
//	sample        set, class, index     data, name, class
//	head          data                  classes, size, weights, weights_digest, backbone
//	predict       features              p
//	archive       file                  entries [{path, class, bytes}], skipped [{path, reason}]
//	place         paths                 placed [{at, class}], loose [at], skipped [{path, reason, code}]: the classes of files in no archive
//	archive.read  file, path            data
//	archive.read  file, paths           files [{data} or {error}], the first ones, some MB of them
//
// recipe is JSON; view -1 is the picture without augmentation. Opened pictures
// are kept until close, or until newer ones need the room: then views answers
// "not open", and the page opens the picture again.
package main

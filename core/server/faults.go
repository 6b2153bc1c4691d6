package server

import (
	"net/http"

	"graft/core/fault"
)

// statusOf is the status that a fault of this package is answered with.
var statusOf = map[*fault.Kind]int{}

func refusal(status int, code, text string) *fault.Kind {
	k := fault.Define("server."+code, text)
	statusOf[k] = status
	return k
}

// What this package itself refuses, and how it says what others do.
var (
	errInternal   = refusal(http.StatusInternalServerError, "internal", "internal fault: the server's log has more")
	errPanic      = refusal(http.StatusInternalServerError, "panic", "internal fault")
	errDiskFull   = refusal(http.StatusInsufficientStorage, "disk_full", "the server's disk is full: nothing was stored")
	errBusy       = refusal(http.StatusServiceUnavailable, "busy", "the server has more to do than it can: try again in {seconds} s")
	errBusyClient = refusal(http.StatusTooManyRequests, "client_busy", "this client has too many requests waiting: try again in {seconds} s")

	errStreams    = refusal(http.StatusServiceUnavailable, "many_streams", "{open} streams of events are open already: want fewer than {most}")
	errOwnStreams = refusal(http.StatusTooManyRequests, "many_own_streams", "{open} streams of events of this client are open already: want fewer than {most}")

	// requests
	errTooSlow     = refusal(http.StatusRequestTimeout, "too_slow", "the body came too slowly: send it again")
	errTooLarge    = refusal(http.StatusRequestEntityTooLarge, "too_large", "the body is larger than {most}")
	errNothingHere = refusal(http.StatusNotFound, "nothing_here", "nothing is served at this address")
	errMethod      = refusal(http.StatusMethodNotAllowed, "method", "{method:%.20s}: want {want}")
	errCrossSite   = refusal(http.StatusForbidden, "cross_site", "the request comes from another site's page")
	errHost        = refusal(http.StatusMisdirectedRequest, "host", "this server does not answer to {host:%.100q}: want its address in figures, or start it with -names {name:%.100s}, or -origin http://{origin:%.100s}")
	errLimit       = refusal(http.StatusBadRequest, "limit", "{value:%.40q}: want a whole number, 1 to {most}")
	errAfter       = refusal(http.StatusBadRequest, "after", "{value:%.40q}: want the next of an answer")
	errEventID     = refusal(http.StatusBadRequest, "event_id", "{value:%.40q}: want the number of an event")
	errSide        = refusal(http.StatusBadRequest, "side", "{value:%.40q}: want 16 to {most} pixels")
	errInputSize   = refusal(http.StatusBadRequest, "input_size", "{value:%.40q}: want a whole number of pixels, {least} to {most}")

	// data sets
	errForm       = refusal(http.StatusUnsupportedMediaType, "form", "the body is a form: want the archive itself, as curl --data-binary @set.zip sends it")
	errNoArchive  = refusal(http.StatusBadRequest, "no_archive", "the body is empty: want a zip or tar of class folders")
	errCutOff     = refusal(http.StatusBadRequest, "upload_cut_off", "the archive did not arrive whole: {cause}")
	errNoRoom     = refusal(http.StatusInsufficientStorage, "no_room", "the server's disk has too little room")
	errDiskShort  = refusal(http.StatusInsufficientStorage, "disk_short", "the server's disk has too little room: {want} are wanted, {free} are free, of which {least} stay free").Within(errNoRoom)
	errMostKept   = refusal(http.StatusInsufficientStorage, "most_kept", "the server's disk has too little room: the server keeps at most {most} of data sets and runs, and has {kept}: delete some").Within(errNoRoom)
	errUnpackRoom = refusal(http.StatusInsufficientStorage, "unpack_room", "the server's disk has too little room: the archive unpacks to more than the {left} that there is room for").Within(errNoRoom)
	errNoSet      = refusal(http.StatusNotFound, "no_set", "data set {id:%.40q}: no such data set")
	errNoPicture  = refusal(http.StatusNotFound, "no_picture", "picture {digest}: no such picture in the data set")
	errDigest     = refusal(http.StatusNotFound, "digest", "picture {digest:%.70q}: want a digest of 64 hexadecimal digits: no such picture in the data set").Within(errNoPicture)
	errSetInUse   = refusal(http.StatusConflict, "set_in_use", "job {job} is {state} on this data set: cancel it first")

	// jobs
	errNotJob      = refusal(http.StatusBadRequest, "not_job", "not a job in JSON: {cause}")
	errNotObject   = refusal(http.StatusBadRequest, "not_object", `not a job in JSON: {got}: want an object, as in {{"dataset": "…", "recipe": {{…}}`)
	errJobCutOff   = refusal(http.StatusBadRequest, "job_cut_off", "not a job in JSON: it is empty or cut off")
	errJobMore     = refusal(http.StatusBadRequest, "job_more", "not a job in JSON: something follows the closing brace")
	errWantText    = refusal(http.StatusBadRequest, "want_text", "{got}: want a text")
	errNoDataset   = refusal(http.StatusBadRequest, "dataset_missing", "missing: want the id of an uploaded data set")
	errNoRecipe    = refusal(http.StatusBadRequest, "recipe_missing", "missing: want a recipe document")
	errSplit       = refusal(http.StatusUnprocessableEntity, "split", "{cause}")
	errManyJobs    = refusal(http.StatusTooManyRequests, "many_jobs", "{waiting} jobs are waiting already: want fewer than {most}")
	errManyOwnJobs = refusal(http.StatusTooManyRequests, "many_own_jobs", "{waiting} jobs of this client are waiting already: want fewer than {most}")
	errNotChange   = refusal(http.StatusBadRequest, "not_change", `not a change of a job in JSON: want {{"name": "…"}`)
	errNoName      = refusal(http.StatusBadRequest, "name_missing", "missing: want a text, empty to take the name away")
	errName        = refusal(http.StatusBadRequest, "name", "{bytes} bytes: want one line of at most {most}")
	errUnfinished  = refusal(http.StatusConflict, "unfinished", "job {job} is not finished: cancel it first")
	errEnded       = refusal(http.StatusConflict, "ended", "the job is {state}: only a waiting or running one can be cancelled")
	errNoReport    = refusal(http.StatusConflict, "no_report", "the job has no report: it is {state}, and only a done one has")
	errOldReport   = refusal(http.StatusNotFound, "old_report", "job {job} has no report: it was trained by a version of Graft that made none: {cause}")
	errNoHead      = refusal(http.StatusConflict, "no_head", "the job has no head: it is {state}, and only a done one has")

	// weights and models
	errWeightsName   = refusal(http.StatusBadRequest, "weights_name", `{value:%.100q}: want "auto", "starter", "imagenet", "keras", "random" or a name on the hub such as "timm/resnet50.tv_in1k"`)
	errWeightsHub    = refusal(http.StatusBadRequest, "weights_hub", `{value:%.100q}: this server fetches no such name from the hub: want "auto", "starter", "imagenet", "keras" or "random"; its operator can allow more with -hub-weights`)
	errOtherWeights  = refusal(http.StatusConflict, "other_weights", "the weights {weights:%q} are no longer those that this head was trained on: train again")
	errOtherSize     = refusal(http.StatusBadRequest, "other_size", "{size}: the job's head was trained at {want}: want that, or nothing")
	errNoSuchClass   = refusal(http.StatusBadRequest, "no_class", "{value:%.40q}: want one of the {classes} classes of the job")
	errSoftmaxHead   = refusal(http.StatusConflict, "softmax_head", "the job's head sits on the 1000-way softmax, whose classes no place of the picture speaks for alone: want one on the features")
	errFetchesNought = refusal(http.StatusConflict, "offline", "the server was started without a network (-offline or HF_HUB_OFFLINE): nothing is fetched")
)

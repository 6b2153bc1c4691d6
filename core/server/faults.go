package server

import (
	"net/http"

	"graft/core/fault"
	"graft/core/refusal"
)

// What this package itself refuses, and how it says what others do.
var (
	errStreams    = refusal.Define(http.StatusServiceUnavailable, "server.many_streams", "{open} streams of events are open already: want fewer than {most}")
	errOwnStreams = refusal.Define(http.StatusTooManyRequests, "server.many_own_streams", "{open} streams of events of this client are open already: want fewer than {most}")

	// requests
	errNothingHere = refusal.Define(http.StatusNotFound, "server.nothing_here", "nothing is served at this address")
	errMethod      = refusal.Define(http.StatusMethodNotAllowed, "server.method", "{method:%.20s}: want {want}")
	errEventID     = refusal.Define(http.StatusBadRequest, "server.event_id", "{value:%.40q}: want the number of an event")
	errSide        = refusal.Define(http.StatusBadRequest, "server.side", "{value:%.40q}: want 16 to {most} pixels")
	errInputSize   = refusal.Define(http.StatusBadRequest, "server.input_size", "{value:%.40q}: want a whole number of pixels, {least} to {most}")

	// data sets
	errForm      = refusal.Define(http.StatusUnsupportedMediaType, "server.form", "the body is a form: want the archive itself, as curl --data-binary @set.zip sends it")
	errNoArchive = refusal.Define(http.StatusBadRequest, "server.no_archive", "the body is empty: want a zip or tar of class folders")
	errSetInUse  = refusal.Define(http.StatusConflict, "server.set_in_use", "job {job} is {state} on this data set: cancel it first")

	// jobs
	errNotJob      = refusal.Define(http.StatusBadRequest, "server.not_job", "not a job in JSON: {cause}")
	errNotObject   = refusal.Define(http.StatusBadRequest, "server.not_object", `not a job in JSON: {got}: want an object, as in {{"dataset": "…", "recipe": {{…}}`)
	errJobCutOff   = refusal.Define(http.StatusBadRequest, "server.job_cut_off", "not a job in JSON: it is empty or cut off")
	errJobMore     = refusal.Define(http.StatusBadRequest, "server.job_more", "not a job in JSON: something follows the closing brace")
	errWantText    = refusal.Define(http.StatusBadRequest, "server.want_text", "{got}: want a text")
	errNoDataset   = refusal.Define(http.StatusBadRequest, "server.dataset_missing", "missing: want the id of an uploaded data set")
	errNoRecipe    = refusal.Define(http.StatusBadRequest, "server.recipe_missing", "missing: want a recipe document")
	errSplit       = refusal.Define(http.StatusUnprocessableEntity, "server.split", "{cause}")
	errManyJobs    = refusal.Define(http.StatusServiceUnavailable, "server.many_jobs", "{waiting} jobs are waiting already: want fewer than {most}")
	errManyOwnJobs = refusal.Define(http.StatusTooManyRequests, "server.many_own_jobs", "{waiting} jobs of this client are waiting already: want fewer than {most}")
	errJobTime     = fault.Define("server.job_time", "the job has worked for {limit}, the longest that this server lets one: want fewer epochs, views or pictures, or the head alone")
	errNotChange   = refusal.Define(http.StatusBadRequest, "server.not_change", `not a change of a job in JSON: want {{"name": "…"}`)
	errNoName      = refusal.Define(http.StatusBadRequest, "server.name_missing", "missing: want a text, empty to take the name away")
	errName        = refusal.Define(http.StatusBadRequest, "server.name", "{bytes} bytes: want one line of at most {most}")
	errUnfinished  = refusal.Define(http.StatusConflict, "server.unfinished", "job {job} is not finished: cancel it first")
	errEnded       = refusal.Define(http.StatusConflict, "server.ended", "the job is {state}: only a waiting or running one can be cancelled")
	errNoReport    = refusal.Define(http.StatusConflict, "server.no_report", "the job has no report: it is {state}, and only a done one has")
	errOldReport   = refusal.Define(http.StatusNotFound, "server.old_report", "job {job} has no report: it was trained by a version of Graft that made none: {cause}")
	errNoHead      = refusal.Define(http.StatusConflict, "server.no_head", "the job has no head: it is {state}, and only a done one has")

	// weights and models
	errWeightsName   = refusal.Define(http.StatusBadRequest, "server.weights_name", `{value:%.100q}: want "auto", "starter", "imagenet", "keras", "random" or a name on the hub such as "timm/resnet50.tv_in1k"`)
	errWeightsHub    = refusal.Define(http.StatusBadRequest, "server.weights_hub", `{value:%.100q}: this server fetches no such name from the hub: want "auto", "starter", "imagenet", "keras" or "random"; its operator can allow more with -hub-weights`)
	errOtherWeights  = refusal.Define(http.StatusConflict, "server.other_weights", "the weights {weights:%q} are no longer those that this head was trained on: train again")
	errOtherSize     = refusal.Define(http.StatusBadRequest, "server.other_size", "{size}: the job's head was trained at {want}: want that, or nothing")
	errNoSuchClass   = refusal.Define(http.StatusBadRequest, "server.no_class", "{value:%.40q}: want one of the {classes} classes of the job")
	errSoftmaxHead   = refusal.Define(http.StatusConflict, "server.softmax_head", "the job's head sits on the 1000-way softmax, whose classes no place of the picture speaks for alone: want one on the features")
	errFetchesNought = refusal.Define(http.StatusConflict, "server.offline", "the server was started without a network (-offline or HF_HUB_OFFLINE): nothing is fetched")
)

// Package job runs long work in the background, one job at a time, and
// remembers it in plain files: a program that is stopped or killed finds every
// job, its events and its results when it starts again, and a job that was
// running runs again. A job that only waits, for a download, lets the others go on.
//
// [Open] a [Queue] on a directory with a [Runner]; [Queue.Submit] work;
// follow it with [Queue.Events], which replays what happened and then waits
// for more. What a run makes it keeps with [Run.Put].
//
//	DIR/lock              held while a queue is open on DIR
//	DIR/ID/job.json       the job; replaced whole at each change of state
//	DIR/ID/events.jsonl   what happened, a line each, only ever appended to
//	DIR/ID/objects/NAME   what the run made
package job

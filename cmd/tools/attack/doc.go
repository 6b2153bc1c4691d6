// Command attack starts a server, attacks it from this machine alone with everything
// that once hurt it, and measures what another user notices meanwhile:
//
//	make attack               # two minutes
//	make attack ARGS="-seconds 20"
//	make attack ARGS="-only scans,slow -v"
//
// Each hostile client has an address of its own (127.0.1.1 and on), the user another;
// only Linux answers to all of these. It fails if the user's pictures wait too long, if
// memory or disk pass their bounds, if a job fails that did nothing wrong, or if an
// answer that should be a refusal is not.
package main

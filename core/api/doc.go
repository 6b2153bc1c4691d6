// Package api is what server and page say to each other: the JSON of the HTTP API,
// version 1. openapi.json of core/server describes the same, and a test there holds every
// answer to both. core/api/client asks.
//
// It is compiled into the page and its engine, so it imports little.
package api

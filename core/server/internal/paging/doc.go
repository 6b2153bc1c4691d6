// Package paging cuts long lists into answers: so many entries, and what to ask on with.
package paging

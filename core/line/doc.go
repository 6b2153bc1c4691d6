// Package line lets work that costs much be done a few at a time, and fairly: clients
// take turns, however many calls each of them makes, and who would wait too long is
// told at once when to come again: too long is a bound on how many wait.
package line

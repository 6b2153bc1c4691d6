// Command graft augments pictures, fine-tunes ResNet-50 on them and serves the
// page that does both. `graft -h` lists what it can do.
package main

// Command app is the page, compiled to WebAssembly.
package main

import "graft/web"

func main() { web.Run() }

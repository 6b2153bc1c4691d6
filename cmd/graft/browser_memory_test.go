package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/chromedp/chromedp"
)

// browserMemory returns a function that adds up the resident memory of all of
// the browser's processes in bytes, or nil where there is no /proc. What they
// share counts for each.
func browserMemory(b *tab) func() int64 {
	browser := chromedp.FromContext(b.ctx).Browser
	if _, err := os.Stat("/proc/self/status"); err != nil || browser.Process() == nil {
		return nil
	}
	root := browser.Process().Pid
	return func() (sum int64) {
		parents, rss := map[int]int{}, map[int]int64{}
		files, _ := filepath.Glob("/proc/[0-9]*/status")
		for _, file := range files {
			id, parent, bytes := processStatus(file)
			parents[id], rss[id] = parent, bytes
		}
		for id, bytes := range rss {
			for at, deep := id, 0; at > 1 && deep < 16; at, deep = parents[at], deep+1 {
				if at == root {
					sum += bytes
					break
				}
			}
		}
		return sum
	}
}

func processStatus(file string) (id, parent int, rss int64) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, 0, 0 // it has ended
	}
	for _, line := range strings.Split(string(data), "\n") {
		name, value, _ := strings.Cut(line, ":")
		n, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		switch name {
		case "Pid":
			id = int(n)
		case "PPid":
			parent = int(n)
		case "VmRSS":
			rss = n << 10
		}
	}
	return id, parent, rss
}

//go:build cgo && !noxla && ((linux && (amd64 || arm64)) || (darwin && arm64))

package backend

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gomlx/go-xla/compute/xla"
	"github.com/gomlx/go-xla/pjrt"
)

// openXLA opens the plugin of that name ("cuda", "cpu"), found where go-xla
// looks for plugins, or at that path. The library's installer is not linked in,
// so nothing is ever downloaded.
func openXLA(plugin string) (*Backend, error) {
	if strings.ContainsAny(plugin, `/\`) {
		abs, err := filepath.Abs(plugin)
		if err != nil {
			return nil, err
		}
		plugin = abs
	} else if !xlaInstalled(plugin) {
		return nil, fmt.Errorf("no plugin pjrt_c_api_%s_plugin.so in go-xla's folders (name one by -backend xla:/path/to/plugin.so, or its folder in PJRT_PLUGIN_LIBRARY_PATH)", plugin)
	}
	c, err := xla.New(plugin)
	if err != nil {
		return nil, firstLine(err)
	}
	device := plugin
	if x, ok := c.(*xla.Backend); ok {
		switch {
		case x.IsCUDA():
			device = "cuda"
		case x.IsCPU():
			device = "cpu"
		}
	}
	if c.NumDevices() == 0 {
		c.Finalize()
		return nil, fmt.Errorf("plugin %s finds no device", plugin)
	}
	return &Backend{Compute: c, Name: "xla:" + device, Device: device}, nil
}

func xlaInstalled(plugin string) bool {
	for name := range pjrt.AvailablePlugins() {
		if name == plugin || strings.HasPrefix(name, plugin+"_v") {
			return true
		}
	}
	return false
}

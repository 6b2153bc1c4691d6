package backend

import "os"

// ONNX Runtime, from 1.30 on, tells its maker about the computers that it runs on:
// it looks up mobile.events.data.microsoft.com, sends events there, and keeps a device
// id and a queue of what could not be sent in ~/.cache/Microsoft. Nobody who uses Graft
// has agreed to that, so it is off before any library can be loaded, whatever the
// environment says.
func init() { os.Setenv("ORT_DISABLE_TELEMETRY", "1") }

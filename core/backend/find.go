package backend

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// LibraryEnv names the environment variable with the path of ONNX Runtime's
// library; where it is set, no other place is looked at.
const LibraryEnv = "ONNXRUNTIME_SHARED_LIBRARY_PATH"

// findONNX returns the path of the ONNX Runtime library: the one LibraryEnv
// names, else the first of [onnxFolders] that has one.
func findONNX() (string, error) {
	if path := os.Getenv(LibraryEnv); path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", errors.New(LibraryEnv + "=" + path + ": no such file")
		}
		return path, nil
	}
	return findLibrary(onnxFolders())
}

// findLibrary returns the library in the first of folders that holds one; of
// several in a folder, the latest version.
func findLibrary(folders []string) (string, error) {
	for _, dir := range folders {
		names, _ := filepath.Glob(filepath.Join(dir, libraryPattern()))
		slices.SortFunc(names, func(a, b string) int { return slices.Compare(version(a), version(b)) })
		for _, path := range slices.Backward(names) {
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				return path, nil
			}
		}
	}
	return "", errors.New("no library " + libraryPattern() + " found (make onnxruntime fetches one; or name it in " + LibraryEnv + ")")
}

// version is the numbers in a library's file name: [1 30 0] of
// libonnxruntime.so.1.30.0.
func version(path string) []int {
	var list []int
	for _, part := range strings.Split(filepath.Base(path), ".") {
		if n, err := strconv.Atoi(part); err == nil {
			list = append(list, n)
		}
	}
	return list
}

func libraryPattern() string {
	if runtime.GOOS == "darwin" {
		return "libonnxruntime*.dylib"
	}
	return "libonnxruntime.so*"
}

// onnxFolders are the folders looked at, in order: beside the program, the
// user's cache, the working folder's .cache, where GoMLX installs, the system's.
func onnxFolders() []string {
	var dirs []string
	if exe, err := os.Executable(); err == nil {
		if real, err := filepath.EvalSymlinks(exe); err == nil {
			exe = real
		}
		dir := filepath.Dir(exe)
		dirs = append(dirs, dir, filepath.Join(dir, "lib"), filepath.Join(dir, "..", ".cache", "onnxruntime"))
	}
	if dir, err := os.UserCacheDir(); err == nil {
		dirs = append(dirs, filepath.Join(dir, "graft"), filepath.Join(dir, "graft", "onnxruntime"))
	}
	dirs = append(dirs, filepath.Join(".cache", "onnxruntime"), ".cache")
	if home, err := os.UserHomeDir(); err == nil {
		dirs = append(dirs, filepath.Join(home, ".local", "lib", "onnxruntime"),
			filepath.Join(home, "Library", "Application Support", "onnxruntime"))
	}
	for _, dir := range filepath.SplitList(os.Getenv("LD_LIBRARY_PATH")) {
		if strings.TrimSpace(dir) != "" {
			dirs = append(dirs, dir)
		}
	}
	return append(dirs, "/usr/local/lib", "/usr/local/lib64", "/usr/lib64", "/usr/lib",
		"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/opt/homebrew/lib")
}

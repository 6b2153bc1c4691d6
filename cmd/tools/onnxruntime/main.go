package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"graft/core/disk"
)

// ORT's C interface grows compatibly; compute-onnx v0.1.5 asks for version 26.
const release = "1.30.0"

func main() {
	optional := flag.Bool("optional", false, "exit 0 when the library cannot be had, and do not try again until asked without this flag")
	dir := flag.String("o", defaultDir(), "folder to put the library in")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	file, err := install(ctx, *dir, *optional)
	switch {
	case err == nil && file == "": // tried before in vain, and said so then
	case err == nil:
		fmt.Println("onnxruntime:", file)
	case *optional:
		fmt.Printf("onnxruntime: not installed (%v); graft will use its slower pure-Go backend. `make onnxruntime` tries again.\n", err)
	default:
		fmt.Fprintln(os.Stderr, "onnxruntime:", err)
		os.Exit(1)
	}
}

func defaultDir() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return filepath.Join(".cache", "onnxruntime")
	}
	return filepath.Join(cache, "graft", "onnxruntime")
}

// install returns the path of the library, fetching it if it is not there.
func install(ctx context.Context, dir string, optional bool) (string, error) {
	name, err := libraryName()
	if err != nil {
		return "", err
	}
	target := filepath.Join(dir, name)
	if _, err := os.Stat(target); err == nil {
		return target, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	tried := filepath.Join(dir, "tried-"+release)
	if _, err := os.Stat(tried); err == nil && optional {
		return "", nil
	}
	if err := fetch(ctx, target); err != nil {
		return "", errors.Join(err, os.WriteFile(tried, []byte(err.Error()+"\n"), 0o644))
	}
	return target, nil
}

func libraryName() (string, error) {
	switch runtime.GOOS {
	case "linux":
		return "libonnxruntime.so." + release, nil
	case "darwin":
		return "libonnxruntime." + release + ".dylib", nil
	case "windows":
		return "onnxruntime.dll", nil
	}
	return "", fmt.Errorf("no ONNX Runtime for %s", runtime.GOOS)
}

// fetch asks pip (23 MB), then npm (114 MB), for the package and takes the
// library out of it.
func fetch(ctx context.Context, target string) error {
	tmp, err := os.MkdirTemp(filepath.Dir(target), "fetch-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	var faults []error
	for _, try := range []struct {
		name string
		run  func(context.Context, string, string) error
	}{{"pip", fromWheel}, {"npm", fromNPM}} {
		err := try.run(ctx, tmp, target)
		if err == nil {
			return nil
		}
		faults = append(faults, fmt.Errorf("%s: %w", try.name, err))
	}
	return errors.Join(faults...)
}

func fromWheel(ctx context.Context, tmp, target string) error {
	args := []string{"-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
		"--disable-pip-version-check", "--retries=1", "--timeout=20", "--dest", tmp, "onnxruntime==" + release}
	python := "python3"
	if _, err := exec.LookPath(python); err != nil {
		python = "python"
	}
	if err := command(ctx, tmp, python, args...); err != nil {
		return err
	}
	return eachWheel(tmp, func(r *zip.ReadCloser) error {
		for _, f := range r.File {
			if isLibrary(f.Name) {
				body, err := f.Open()
				if err != nil {
					return err
				}
				defer body.Close()
				return save(body, target)
			}
		}
		return errors.New("the wheel holds no ONNX Runtime library")
	})
}

func eachWheel(dir string, do func(*zip.ReadCloser) error) error {
	wheels, err := filepath.Glob(filepath.Join(dir, "onnxruntime-*.whl"))
	if err != nil || len(wheels) == 0 {
		return errors.New("pip brought no wheel")
	}
	r, err := zip.OpenReader(wheels[0])
	if err != nil {
		return err
	}
	defer r.Close()
	return do(r)
}

func fromNPM(ctx context.Context, tmp, target string) error {
	if err := command(ctx, tmp, "npm", "pack", "--silent", "onnxruntime-node@"+release); err != nil {
		return err
	}
	f, err := os.Open(filepath.Join(tmp, "onnxruntime-node-"+release+".tgz"))
	if err != nil {
		return err
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	arch := map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]
	system := map[string]string{"windows": "win32"}[runtime.GOOS]
	if system == "" {
		system = runtime.GOOS
	}
	for tr := tar.NewReader(zr); ; {
		h, err := tr.Next()
		if err != nil {
			return fmt.Errorf("no library for %s/%s in the package: %w", runtime.GOOS, runtime.GOARCH, err)
		}
		if strings.Contains(h.Name, "/"+system+"/"+arch+"/") && isLibrary(h.Name) {
			return save(tr, target)
		}
	}
}

// isLibrary knows libonnxruntime.so.1, libonnxruntime.so.1.30.0,
// libonnxruntime.1.30.0.dylib and onnxruntime.dll from its companions.
func isLibrary(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, "libonnxruntime.so") || base == "onnxruntime.dll" ||
		strings.HasPrefix(base, "libonnxruntime.") && strings.HasSuffix(base, ".dylib")
}

// save leaves no library where a transfer breaks off.
func save(r io.Reader, target string) error {
	return disk.Replace(target, 0o755, func(w io.Writer) error {
		_, err := io.Copy(w, r)
		return err
	})
}

func command(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		return fmt.Errorf("%w: %s", err, lines[len(lines)-1])
	}
	return nil
}

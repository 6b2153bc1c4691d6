package weights

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// publicHub is where weights come from unless Options or the environment
// name another place.
const publicHub = "https://huggingface.co"

// openHub reads the environment as huggingface_hub does (its constants.py): for
// what o leaves open.
func openHub(o Options) (hub, error) {
	h := hub{endpoint: o.Endpoint, cache: o.CacheDir, offline: o.Offline || isTrue("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")}
	if h.endpoint == "" {
		h.endpoint = os.Getenv("HF_ENDPOINT")
	}
	if h.endpoint == "" {
		h.endpoint = publicHub
	}
	h.endpoint = strings.TrimRight(h.endpoint, "/")
	home, err := hubHome()
	if h.cache == "" {
		h.cache = firstPath("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")
	}
	if h.cache == "" {
		if err != nil {
			return h, err
		}
		h.cache = filepath.Join(home, "hub")
	}
	h.token = token(home)
	return h, nil
}

// hubHome is the folder of everything of the hub.
func hubHome() (string, error) {
	if dir := firstPath("HF_HOME"); dir != "" {
		return dir, nil
	}
	if dir := firstPath("XDG_CACHE_HOME"); dir != "" {
		return filepath.Join(dir, "huggingface"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no folder to keep weights in: %w (HF_HOME names one)", err)
	}
	return filepath.Join(home, ".cache", "huggingface"), nil
}

// token is what a user of the hub is known by, for repositories that are not
// public; "" if there is none.
func token(home string) string {
	for _, key := range []string{"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"} {
		if t := strings.TrimSpace(os.Getenv(key)); t != "" {
			return t
		}
	}
	if isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN") {
		return ""
	}
	file := firstPath("HF_TOKEN_PATH")
	if file == "" && home != "" {
		file = filepath.Join(home, "token")
	}
	data, err := os.ReadFile(file)
	if err != nil || len(data) > 4096 {
		return ""
	}
	return strings.TrimSpace(string(data))
}

// isTrue says whether the first of the variables that is set is.
func isTrue(keys ...string) bool {
	for _, key := range keys {
		if v := os.Getenv(key); v != "" {
			return slices.Contains([]string{"1", "ON", "YES", "TRUE"}, strings.ToUpper(v))
		}
	}
	return false
}

// firstPath is the path in the first of the variables that is set, or "".
func firstPath(keys ...string) string {
	for _, key := range keys {
		if v := os.Getenv(key); v != "" {
			return expandPath(v)
		}
	}
	return ""
}

// expandPath replaces variables and a leading ~.
func expandPath(path string) string {
	path = os.ExpandEnv(path)
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	return path
}

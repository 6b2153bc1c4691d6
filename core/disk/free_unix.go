//go:build linux || darwin

package disk

import "syscall"

// Free returns how many bytes of the disk below dir an ordinary user may fill.
func Free(dir string) (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}

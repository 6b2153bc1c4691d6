//go:build !unix

package weights

import "context"

// lockFile takes no lock: the digest finds what two processes made of one file.
func lockFile(context.Context, string) (unlock func(), err error) { return func() {}, nil }

package weights

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"os"
	"strings"

	"graft/core/fault"
)

// errSwitchedOff says that the network may not be used.
var errSwitchedOff = errors.New("the network is switched off")

// refusal is an answer that brings no file.
type refusal struct {
	host string
	code int
	text string
}

func (e *refusal) Error() string { return e.text }

// Reason says why weights could not be fetched, in one of a few fixed sentences for
// who uses a server of someone else's: without paths, and without the addresses of
// the server's own network. o is what they were to be fetched with.
func Reason(err error, o Options) *fault.Error {
	var path *fs.PathError
	var link *os.LinkError
	var answer *refusal
	var silent noAnswer
	switch {
	case errors.As(err, &path):
		return cacheClosed.Err(path.Err)
	case errors.As(err, &link):
		return cacheClosed.Err(link.Err)
	case errors.Is(err, errSwitchedOff):
		return ErrOffline.Err()
	case errors.As(err, &answer):
		return answered.Err(publicHost(answer.host), answer.code)
	case errors.Is(err, errDamaged):
		return damaged.Err()
	case errors.As(err, &silent) && refusedOnTheWay(silent.error):
		return refusedOnWay.Err(hubHost(o))
	case errors.As(err, &silent):
		return noneAnswers.Err(hubHost(o))
	case brokeOff(err):
		return brokenOff.Err()
	}
	return noHub.Err(hubHost(o))
}

// refusedOnTheWay says whether somebody was there who did not let us through: a
// certificate that is not trusted, an alert, or a proxy that says no, which is all
// that Go's client returns that is no error of the network itself.
func refusedOnTheWay(err error) bool {
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var unknown x509.UnknownAuthorityError
	var op *net.OpError
	var network net.Error
	switch {
	case errors.As(err, &cert), errors.As(err, &record), errors.As(err, &alert), errors.As(err, &unknown):
		return true
	case errors.As(err, &op):
		return op.Op == "proxyconnect" || op.Op == "remote error" // TLS's alerts
	}
	var request *url.Error
	if errors.As(err, &request) { // which is a net.Error whatever it wraps
		err = request.Err
	}
	return !errors.As(err, &network) && !errors.Is(err, errIdle) && !brokeOff(err)
}

// hubHost is the hub as visitors may know it: its name, or theHub.
func hubHost(o Options) any {
	h, err := openHub(o)
	if err != nil {
		return theHub.Err()
	}
	u, err := url.Parse(h.endpoint)
	if err != nil {
		return theHub.Err()
	}
	return publicHost(u.Host)
}

// publicHost is the name of a host on the public network, or theHub for one that
// may be in the server's own.
func publicHost(host string) any {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	private := net.ParseIP(strings.Trim(host, "[]")) != nil || !strings.Contains(host, ".")
	for _, end := range []string{".local", ".internal", ".lan", ".intranet", ".home", ".corp", ".localdomain"} {
		private = private || strings.HasSuffix(host, end)
	}
	if private {
		return theHub.Err()
	}
	return host
}

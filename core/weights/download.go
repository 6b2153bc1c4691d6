package weights

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"graft/core/vector"
)

// downloader fetches files so that a fetch that breaks off goes on where it was,
// in the same call or a later one, and nothing damaged is kept.
type downloader struct {
	client   *http.Client
	attempts int           // tries in a row that bring nothing
	pause    time.Duration // before the first repeated try; then twice as long each
	idle     time.Duration // without a byte, after which a try is given up
	maxBytes int64
	token    string // sent to the host that is asked first, "" for none
	md5      string // hex, of the whole file, where the server names no SHA-256; "" for none
}

func newDownloader() *downloader {
	return &downloader{
		client: &http.Client{
			Transport: &http.Transport{
				Proxy:                 http.ProxyFromEnvironment,
				DialContext:           (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
				TLSHandshakeTimeout:   10 * time.Second,
				ResponseHeaderTimeout: 30 * time.Second,
				ForceAttemptHTTP2:     true,
			},
			// Redirects are followed by hand: the hub names the file's digest on the
			// answer that redirects.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		attempts: 4, pause: time.Second, idle: 30 * time.Second, maxBytes: 2 << 30,
	}
}

var (
	errNotFound = errors.New("not found")
	errDamaged  = errors.New("the file is damaged")
	errIdle     = errors.New("the server stopped sending")
	errShort    = errors.New("the connection broke off")
)

// brokeOff says whether err is of a connection that ended before all had come.
func brokeOff(err error) bool {
	var network net.Error
	return errors.Is(err, errIdle) || errors.Is(err, errShort) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.As(err, &network)
}

// finalError is an error that another try cannot mend.
type finalError struct{ error }

func (e finalError) Unwrap() error { return e.error }

func final(format string, args ...any) error { return finalError{fmt.Errorf(format, args...)} }

// noAnswer is an error of getting through to the server.
type noAnswer struct{ error }

func (e noAnswer) Unwrap() error { return e.error }

// partial is what is known of a file being fetched; it lies beside the part.
type partial struct {
	Size   int64  `json:"size"`   // -1 if the server does not say
	SHA256 string `json:"sha256"` // hex, "" if the server does not say
	Tag    string `json:"tag"`    // the server's ETag
	Commit string `json:"-"`      // of the repository that the file is in, "" if the server does not say
}

// fetch gets the file at address into path. The bytes lie in path.part until
// all are there and their length and digest are right.
func (d *downloader) fetch(ctx context.Context, address, path string, progress func(done, total int64)) error {
	f, err := os.OpenFile(path+".part", os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	var have partial
	if data, err := os.ReadFile(path + ".part.json"); err != nil || json.Unmarshal(data, &have) != nil {
		if err := f.Truncate(0); err != nil { // whose part it is, is not known
			return err
		}
	}
	most, damaged, pause := fileSize(f), false, d.pause // most is how far it ever got
	first := most
	for failed := 1; ; failed++ {
		err := d.try(ctx, address, path, f, &have, progress)
		if err == nil {
			if err = complete(f, path, have, d.md5); err == nil {
				return nil
			}
		}
		if size := fileSize(f); size > most {
			most, failed, pause = size, 1, d.pause
		}
		if ctx.Err() != nil || failed >= d.attempts || hopeless(err, most > first, damaged) {
			if fileSize(f) == 0 {
				os.Remove(path + ".part")
				os.Remove(path + ".part.json")
			}
			return err
		}
		damaged = damaged || errors.Is(err, errDamaged)
		if err := sleep(ctx, pause); err != nil {
			return err
		}
		pause *= 2
	}
}

// sleep waits, or returns why ctx ended.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// hopeless says whether trying again after err is of no use: there is no network
// (nothing ever came), or a file that came twice was damaged twice.
func hopeless(err error, got, damaged bool) bool {
	var end finalError
	var silent noAnswer
	return errors.As(err, &end) || errors.Is(err, errNotFound) ||
		errors.As(err, &silent) && !got || errors.Is(err, errDamaged) && damaged
}

// try makes one request for what is missing of f, and writes what comes.
func (d *downloader) try(ctx context.Context, address, path string, f *os.File, have *partial, progress func(done, total int64)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(d.idle+35*time.Second, func() { cancel(errIdle) })
	defer watch.Stop()
	at := fileSize(f)
	resp, said, err := d.get(ctx, http.MethodGet, address, at)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	at, err = begin(resp, said, f, have, at)
	if err != nil {
		return err
	}
	if said.Size > d.maxBytes {
		return final("%d bytes: want at most %d", said.Size, d.maxBytes)
	}
	data, _ := json.Marshal(*have)
	if err := os.WriteFile(path+".part.json", data, 0o644); err != nil {
		return final("%w", err)
	}
	buf := make([]byte, 256<<10)
	for {
		watch.Reset(d.idle)
		n, err := resp.Body.Read(buf)
		if at += int64(n); at > d.maxBytes {
			return final("over %d bytes", d.maxBytes)
		}
		if _, werr := f.WriteAt(buf[:n], at-int64(n)); werr != nil {
			return final("%w", werr)
		}
		if progress != nil && n > 0 {
			progress(at, have.Size)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return cause(ctx, err)
		}
	}
}

// cause is why the context ended, if it did; else err.
func cause(ctx context.Context, err error) error {
	if c := context.Cause(ctx); c != nil {
		return c
	}
	return err
}

// begin looks at an answer to a request for the bytes from at on, and returns
// where its body belongs: at, or 0 when the server sends the file anew.
func begin(resp *http.Response, said partial, f *os.File, have *partial, at int64) (int64, error) {
	changed := have.SHA256 != said.SHA256 || have.Tag != said.Tag || have.Size != said.Size
	from := int64(0)
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusPartialContent:
		var to, total int64
		if _, err := fmt.Sscanf(resp.Header.Get("Content-Range"), "bytes %d-%d/%d", &from, &to, &total); err != nil || from != at {
			return 0, final("the server sends %q: want the bytes from %d on", resp.Header.Get("Content-Range"), at)
		}
		if changed {
			return 0, restart(f, have, "the file changed on the server")
		}
	case http.StatusRequestedRangeNotSatisfiable:
		if have.Size == at && !changed {
			return at, nil // all is there already
		}
		if !changed {
			_ = restart(f, have, "") // the next call begins anew
			return 0, final("%d bytes came: want %d", at, said.Size)
		}
		return 0, restart(f, have, "the part does not belong to the file on the server")
	default:
		return 0, refused(resp)
	}
	if from == 0 {
		if err := f.Truncate(0); err != nil {
			return 0, final("%w", err)
		}
		*have = said
	}
	return from, nil
}

// refused is the error of an answer that brings no file, nil for one that does.
func refused(resp *http.Response) error {
	host := resp.Request.URL.Host
	switch resp.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusNotFound:
		return fmt.Errorf("%w: %w", errNotFound, &refusal{host, resp.StatusCode, fmt.Sprintf("%s says %s", host, resp.Status)})
	case http.StatusUnauthorized, http.StatusForbidden:
		return final("%w: the file is not there, or not public (HF_TOKEN names who asks)", &refusal{host, resp.StatusCode, fmt.Sprintf("%s says %s", host, resp.Status)})
	}
	return &refusal{host, resp.StatusCode, fmt.Sprintf("%s says %s", host, resp.Status)}
}

// restart forgets the part, so that the next try begins anew.
func restart(f *os.File, have *partial, why string) error {
	*have = partial{}
	if err := f.Truncate(0); err != nil {
		return final("%w", err)
	}
	return errors.New(why)
}

var hexDigest = regexp.MustCompile(`^[0-9a-f]{64}$`)

// get asks for the bytes from at on, follows redirects, and returns the answer
// and what the answers on the way said of the file.
func (d *downloader) get(ctx context.Context, method, address string, at int64) (*http.Response, partial, error) {
	said, host := partial{Size: -1}, ""
	for range 10 {
		req, err := http.NewRequestWithContext(ctx, method, address, nil)
		if err != nil {
			return nil, said, final("%w", err)
		}
		if host == "" {
			host = req.URL.Host
		}
		if d.token != "" && req.URL.Host == host { // files lie elsewhere, which is nobody's to know
			req.Header.Set("Authorization", "Bearer "+d.token)
		}
		req.Header.Set("Accept-Encoding", "identity")
		req.Header.Set("User-Agent", "graft")
		if at > 0 {
			req.Header.Set("Range", fmt.Sprintf("bytes=%d-", at))
		}
		resp, err := d.client.Do(req)
		if err != nil {
			return nil, said, noAnswer{cause(ctx, err)}
		}
		said.read(resp)
		if resp.StatusCode < 300 || resp.StatusCode > 399 {
			return resp, said, nil
		}
		if method == http.MethodHead && said.Commit != "" && said.Tag != "" {
			return resp, said, nil // where the bytes lie may not like to be asked
		}
		resp.Body.Close()
		next, err := resp.Request.URL.Parse(resp.Header.Get("Location"))
		if err != nil || resp.Header.Get("Location") == "" || !allowed(req.URL, next) {
			return nil, said, final("%s redirects to %q", req.URL.Host, resp.Header.Get("Location"))
		}
		address = next.String()
	}
	return nil, said, final("too many redirects")
}

// allowed says whether a redirect may be followed: never from https to less.
func allowed(from, to *url.URL) bool {
	return to.Scheme == "https" || (to.Scheme == "http" && from.Scheme == "http")
}

// read takes over what an answer says of the whole file. The hub names digest
// and length of a large file on the redirect to where it lies.
func (p *partial) read(resp *http.Response) {
	tag := strings.Trim(strings.TrimPrefix(resp.Header.Get("X-Linked-Etag"), "W/"), `"`)
	plain := strings.Trim(strings.TrimPrefix(resp.Header.Get("Etag"), "W/"), `"`)
	if tag == "" {
		tag = plain
	}
	if p.SHA256 == "" && hexDigest.MatchString(tag) {
		p.SHA256 = tag
	}
	if p.Tag == "" {
		p.Tag = tag
	}
	if p.Commit == "" {
		p.Commit = resp.Header.Get("X-Repo-Commit")
	}
	if p.Size >= 0 {
		return
	}
	if n, err := strconv.ParseInt(resp.Header.Get("X-Linked-Size"), 10, 64); err == nil && n >= 0 {
		p.Size = n
	} else if _, total, ok := strings.Cut(resp.Header.Get("Content-Range"), "/"); ok {
		if n, err := strconv.ParseInt(total, 10, 64); err == nil {
			p.Size = n
		}
	} else if resp.StatusCode == http.StatusOK {
		p.Size = resp.ContentLength
	}
}

// complete checks the fetched file and gives it its name. A file that is wrong is
// emptied.
func complete(f *os.File, path string, want partial, wantMD5 string) error {
	size := fileSize(f)
	if want.Size >= 0 && size < want.Size {
		return fmt.Errorf("%w: %d bytes came: want %d", errShort, size, want.Size) // the rest may come on another try
	}
	wrong := ""
	if want.Size >= 0 && size > want.Size {
		wrong = fmt.Sprintf("%d bytes came: want %d", size, want.Size)
	} else if want.SHA256 != "" {
		got, err := hexSum(f, size, vector.SHA256())
		if err != nil {
			return final("%w", err)
		}
		if got != want.SHA256 {
			wrong = fmt.Sprintf("SHA-256 is %s: want %s", got, want.SHA256)
		}
	}
	if wrong == "" && wantMD5 != "" {
		got, err := hexSum(f, size, md5.New())
		if err != nil {
			return final("%w", err)
		}
		if got != wantMD5 {
			wrong = fmt.Sprintf("MD5 is %s: want %s", got, wantMD5)
		}
	}
	if wrong != "" {
		if err := f.Truncate(0); err != nil {
			wrong += ": " + err.Error()
		}
		return fmt.Errorf("%w: %s", errDamaged, wrong)
	}
	if err := f.Sync(); err != nil {
		return final("%w", err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		return final("%w", err)
	}
	return os.Remove(path + ".part.json")
}

// hexSum is the digest of a file's first size bytes.
func hexSum(f io.ReaderAt, size int64, h hash.Hash) (string, error) {
	_, err := io.Copy(h, io.NewSectionReader(f, 0, size))
	return hex.EncodeToString(h.Sum(nil)), err
}

// fileSize is 0 if the size cannot be told.
func fileSize(f *os.File) int64 {
	info, err := f.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

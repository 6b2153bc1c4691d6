package overhttp

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"graft/core/api/client"
)

// Sender sends by hc, as in http.DefaultClient.
func Sender(hc *http.Client) client.Sender {
	return func(ctx context.Context, r client.Request, limit int) (client.Answer, error) {
		req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
		if err != nil {
			return client.Answer{}, err
		}
		if r.ContentType != "" {
			req.Header.Set("Content-Type", r.ContentType)
		}
		res, err := hc.Do(req)
		if err != nil {
			return client.Answer{}, err
		}
		defer res.Body.Close()
		body, err := io.ReadAll(io.LimitReader(res.Body, int64(limit)+1))
		if err == nil && len(body) > limit {
			err = fmt.Errorf("overhttp: the answer is longer than %d bytes", limit)
		}
		return client.Answer{Status: res.StatusCode, ContentType: res.Header.Get("Content-Type"), Body: body}, err
	}
}

package api

import (
	"encoding/json"
	"net/http"
	"strconv"

	"tandem"
)

func (o *object) restBulk(c *call) error {
	raw, err := c.body()
	if err != nil {
		return err
	}
	var request struct {
		By      string            `json:"by"`
		Records []json.RawMessage `json:"records"`
	}
	if err := json.Unmarshal(raw, &request); err != nil {
		return tandem.Errorf(tandem.Usage, "the request is not JSON as it should be").WithHint(`{"by": "external_number", "records": [{...}]}`).Because(err)
	}
	drafts, unread := make([]*draft, 0, len(request.Records)), make([]error, len(request.Records))
	for i, raw := range request.Records {
		d, err := o.readDraft(raw)
		if unread[i] = err; err == nil {
			drafts = append(drafts, d)
		}
	}
	results, err := c.upsert(c.r.Context(), c.caller, o, request.By, drafts)
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, func(dst []byte) []byte { return c.appendBulk(dst, unread, results) })
}

// appendBulk writes what became of each record.
func (c *call) appendBulk(dst []byte, unread []error, results []upserted) []byte {
	failed, next := 0, 0
	dst = append(dst, `{"items":[`...)
	for i := range unread {
		if i > 0 {
			dst = append(dst, ',')
		}
		err := unread[i]
		var r *upserted
		if err == nil {
			r = &results[next]
			err = r.Err
			next++
		}
		if err != nil {
			failed++
			dst = append(dst, `{"error":`...)
			dst = append(c.problemOf(c.r, err).append(dst), '}')
			continue
		}
		dst = strconv.AppendInt(append(dst, `{"id":`...), r.ID, 10)
		dst = strconv.AppendInt(append(dst, `,"version":`...), r.Version, 10)
		dst = strconv.AppendBool(append(dst, `,"created":`...), r.created)
		dst = append(dst, '}')
	}
	dst = strconv.AppendInt(append(dst, `],"failed":`...), int64(failed), 10)
	return append(dst, '}')
}

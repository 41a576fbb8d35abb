package api

import (
	"net/http"
	"strconv"
	"time"

	"tandem"
	"tandem/dictionary"
	"tandem/trigger"
)

// poll answers with what has come, waiting for the first change if there is none.
func (f *feedReading) poll(w http.ResponseWriter, r *http.Request) {
	end := time.NewTimer(f.wait)
	defer end.Stop()
	for {
		changes, more, err := f.next(r.Context())
		if err != nil {
			f.Fail(w, r, err)
			return
		}
		if len(changes) > 0 || !more && (f.wait == 0 || !f.await(r.Context(), end.C)) {
			f.answer(w, r, changes, more)
			return
		}
	}
}

func (f *feedReading) answer(w http.ResponseWriter, r *http.Request, changes []tandem.Change, more bool) {
	dict, err := f.Source.Dictionary(r.Context(), f.caller.Account.ID)
	if err != nil {
		f.Fail(w, r, err)
		return
	}
	body := []byte(`{"changes":[`)
	for i := range changes {
		if i > 0 {
			body = append(body, ',')
		}
		body = appendFeedChange(body, dict, &changes[i])
	}
	body = strconv.AppendInt(append(body, `],"next":"`...), f.after, 10)
	body = append(strconv.AppendBool(append(body, `","more":`...), more), '}', '\n')
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body) // a caller that went away is nobody's fault
}

// stream sends changes as they come. The id of each event is the cursor behind
// it, so a stream that breaks goes on where it was.
func (f *feedReading) stream(w http.ResponseWriter, r *http.Request) {
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // proxies keep nothing back
	if _, err := w.Write([]byte(": changes of the account\n\n")); err != nil || out.Flush() != nil {
		return
	}
	alive := time.NewTicker(feedSignOfLife)
	defer alive.Stop()
	for r.Context().Err() == nil {
		changes, more, err := f.next(r.Context())
		if err != nil {
			return // whoever listens comes again, and is told then
		}
		if len(changes) > 0 && !f.send(w, r, changes) || len(changes) > 0 && out.Flush() != nil {
			return
		}
		if more {
			continue
		}
		if !f.await(r.Context(), alive.C) && r.Context().Err() == nil {
			if _, err := w.Write([]byte(": still here\n\n")); err != nil || out.Flush() != nil {
				return
			}
		}
	}
}

func (f *feedReading) send(w http.ResponseWriter, r *http.Request, changes []tandem.Change) bool {
	dict, err := f.Source.Dictionary(r.Context(), f.caller.Account.ID)
	if err != nil {
		return false
	}
	var body []byte
	for i := range changes {
		body = strconv.AppendInt(append(body, "id: "...), changes[i].Seq, 10)
		body = append(body, "\nevent: change\ndata: "...)
		body = append(appendFeedChange(body, dict, &changes[i]), '\n', '\n')
	}
	_, err = w.Write(body)
	return err == nil
}

// appendFeedChange writes a change: what a field held before and holds after it.
func appendFeedChange(dst []byte, dict *dictionary.Dictionary, c *tandem.Change) []byte {
	text := func(name, value string) {
		dst = append(tandem.AppendJSONText(dst, name), ':')
		dst = append(tandem.AppendJSONText(dst, value), ',')
	}
	number := func(name string, n int64) {
		dst = append(tandem.AppendJSONText(dst, name), ':')
		dst = append(strconv.AppendInt(dst, n, 10), ',')
	}
	dst = append(dst, '{')
	text("cursor", strconv.FormatInt(c.Seq, 10))
	text("object", c.Object)
	number("id", c.ID)
	number("version", c.Version)
	text("operation", trigger.Operation(c.Op))
	text("by", c.Actor.Name)
	text("from", string(c.Actor.Origin))
	text("at", c.At.UTC().Format(time.RFC3339Nano))
	if c.Note != "" {
		text("note", c.Note)
	}
	dst = append(dst, `"fields":{`...)
	var lines []string
	if o, ok := dict.Object(c.Object); ok && o.Lines != nil {
		lines = o.Lines.FieldNames()
	}
	for i := range c.Fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		x := &c.Fields[i]
		dst = append(tandem.AppendJSONText(dst, x.Field), `:{"before":`...)
		dst = append(tandem.AppendJSONLines(dst, x.Before, lines), `,"after":`...)
		dst = append(tandem.AppendJSONLines(dst, x.After, lines), '}')
	}
	return append(dst, '}', '}')
}

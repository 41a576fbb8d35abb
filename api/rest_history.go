package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tandem"
)

// names reads names parted by commas.
func names(text string) (list []string) {
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name != "" {
			list = append(list, name)
		}
	}
	return list
}

// history makes what tells about changes and links of an object's records.
func (b *builder) history(o *object) {
	name, id := o.TypeName(), pathParam("id", "The record's id.")
	b.schemas["Change"] = changeSchema()
	b.schemas["RecordLink"] = linkSchema()
	withRecord := &huma.Schema{AllOf: []*huma.Schema{refTo("Change"), {
		Type: huma.TypeObject, Properties: map[string]*huma.Schema{"record": refTo(name)},
	}}}
	b.add(&operation{
		id: name + "ChangesSince", summary: "What changed of " + o.Plural, method: http.MethodGet, path: "/changes/" + o.Plural, tag: o.Plural,
		doc: "Changes in the order in which they were made, complete: nothing that was committed is left out, and nothing comes twice. Ask again with next as since.",
		params: []*huma.Param{
			queryParam("since", huma.TypeInteger, "The position after which changes are wanted; 0 = from the beginning."),
			queryParam("limit", huma.TypeInteger, "How many changes at most, up to 1,000; 100 unless given."),
			queryParam("records", huma.TypeBoolean, "Whether to add each record as it is now."),
		},
		status: http.StatusOK, errors: []tandem.Code{tandem.Usage}, handle: o.restChanges,
		answer: structure("Changes.", map[string]*huma.Schema{
			"items": array(withRecord),
			"next":  {Type: huma.TypeInteger, Format: "int64", Description: "Ask from here on."},
			"more":  typed(huma.TypeBoolean, "Whether there is more already."),
		}),
	})
	b.add(&operation{
		id: name + "History", summary: "The history of a " + o.Label, method: http.MethodGet, path: "/" + o.Plural + "/{id}/history", tag: o.Plural, params: []*huma.Param{id},
		doc:    "Its last 100 changes, newest first, with what was there before and after.",
		status: http.StatusOK, answer: structure("Changes.", map[string]*huma.Schema{"items": array(refTo("Change"))}), errors: []tandem.Code{tandem.Usage, tandem.NotFound}, handle: o.restHistory,
	})
	b.add(&operation{
		id: name + "Links", summary: "The links of a " + o.Label, method: http.MethodGet, path: "/" + o.Plural + "/{id}/links", tag: o.Plural, params: []*huma.Param{id},
		doc:    "The records of connected systems that are the same.",
		status: http.StatusOK, answer: structure("Links.", map[string]*huma.Schema{"items": array(refTo("RecordLink"))}), errors: []tandem.Code{tandem.Usage, tandem.NotFound}, handle: o.restLinks,
	})
}

func changeSchema() *huma.Schema {
	number := &huma.Schema{Type: huma.TypeInteger, Format: "int64"}
	return structure("A change of a record.", map[string]*huma.Schema{
		"seq": number, "id": number, "version": number,
		"op":     {Type: huma.TypeString, Enum: []any{"create", "update", "delete"}},
		"at":     {Type: huma.TypeString, Format: "date-time"},
		"origin": typed(huma.TypeString, "Through which door: person, api, import, sync, undo, system."),
		"by":     typed(huma.TypeString, "Who: a person, a token or a connection."),
		"run":    {Type: huma.TypeInteger, Format: "int64", Description: "The run that did it."},
		"note":   typed(huma.TypeString, "Why, where the operation it was part of says so."),
		"fields": array(structure("A field before and after.", map[string]*huma.Schema{"field": typed(huma.TypeString, ""), "before": {}, "after": {}})),
	}, "run", "note", "fields")
}

func linkSchema() *huma.Schema {
	return structure("A link to a record of a connected system.", map[string]*huma.Schema{
		"sync": typed(huma.TypeString, "The sync."), "data_point": typed(huma.TypeString, "The data point."), "key": typed(huma.TypeString, "Their key."),
		"settled": typed(huma.TypeBoolean, "Whether both sides agreed on the record as it is now."),
	})
}

func (o *object) restChanges(c *call) error {
	if err := c.allow("since", "limit", "records"); err != nil {
		return err
	}
	since, err := c.queryNumber("since")
	if err != nil {
		return err
	}
	limit, err := c.queryNumber("limit")
	if err != nil {
		return err
	}
	feed, err := c.changes(c.r.Context(), c.caller, o, since, int(limit), c.query("records") == "true" || c.query("records") == "1")
	if err != nil {
		return err
	}
	return c.answer(http.StatusOK, feed.append)
}

// append writes changes as JSON.
func (f *feed) append(dst []byte) []byte {
	dst = append(dst, `{"items":[`...)
	for i := range f.changes {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendChange(dst, &f.changes[i], false)
		if at := f.row(f.changes[i].ID); at >= 0 {
			dst = append(dst, `,"record":`...)
			dst = f.view.append(dst, &f.rows, at)
		}
		dst = append(dst, '}')
	}
	dst = strconv.AppendInt(append(dst, `],"next":`...), f.next, 10)
	dst = strconv.AppendBool(append(dst, `,"more":`...), f.more)
	return append(dst, '}')
}

// appendChange writes a change and leaves it open for more.
func appendChange(dst []byte, c *tandem.Change, fields bool) []byte {
	dst = strconv.AppendInt(append(dst, `{"seq":`...), c.Seq, 10)
	dst = strconv.AppendInt(append(dst, `,"id":`...), c.ID, 10)
	dst = strconv.AppendInt(append(dst, `,"version":`...), c.Version, 10)
	dst = append(append(append(dst, `,"op":"`...), c.Op.String()...), `","at":`...)
	dst = tandem.InstantOf(c.At).AppendJSON(dst)
	dst = append(append(append(dst, `,"origin":"`...), c.Actor.Origin...), `","by":`...)
	dst = tandem.AppendJSONText(dst, c.Actor.Name)
	if c.Actor.Run != 0 {
		dst = strconv.AppendInt(append(dst, `,"run":`...), c.Actor.Run, 10)
	}
	if c.Note != "" {
		dst = tandem.AppendJSONText(append(dst, `,"note":`...), c.Note)
	}
	if !fields {
		return dst
	}
	dst = append(dst, `,"fields":[`...)
	for i, f := range c.Fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = tandem.AppendJSONText(append(dst, `{"field":`...), f.Field)
		dst = appendEither(append(dst, `,"before":`...), f.Before)
		dst = append(appendEither(append(dst, `,"after":`...), f.After), '}')
	}
	return append(dst, ']')
}

// appendEither writes a value before or after; of lines, how many there were.
func appendEither(dst []byte, v tandem.Value) []byte {
	if v.Kind() != tandem.List {
		return v.AppendJSON(dst)
	}
	lines, err := v.Lines()
	if err != nil {
		return append(dst, "null"...)
	}
	return strconv.AppendInt(dst, int64(len(lines)), 10)
}

// mostHistory is how many changes of a record are shown.
const mostHistory = 100

func (o *object) restHistory(c *call) error {
	id, err := c.id()
	if err != nil {
		return err
	}
	if err := c.caller.May(tandem.SeeRecords); err != nil {
		return err
	}
	changes, err := c.Records.History(c.r.Context(), c.caller.Account.ID, o.Name, id, mostHistory)
	if err != nil {
		return err
	}
	if len(changes) == 0 {
		return tandem.Errorf(tandem.NotFound, "there never was such a record").At(o.place(id))
	}
	return c.answer(http.StatusOK, func(dst []byte) []byte {
		dst = append(dst, `{"items":[`...)
		for i := range changes {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendChange(dst, &changes[i], true), '}')
		}
		return append(dst, `]}`...)
	})
}

// linkRow is a link for programs.
type linkRow struct {
	Sync    string `json:"sync"`
	Point   string `json:"data_point"`
	Key     string `json:"key"`
	Settled bool   `json:"settled"`
}

func (o *object) restLinks(c *call) error {
	id, err := c.id()
	if err != nil {
		return err
	}
	if err := c.caller.May(tandem.SeeRuns); err != nil {
		return err
	}
	links, err := c.Records.RecordLinks(c.r.Context(), c.caller.Account.ID, o.Name, id)
	if err != nil {
		return err
	}
	rows := make([]linkRow, len(links))
	for i, l := range links {
		rows[i] = linkRow{l.Sync, l.Point, l.Link.Key.String(), l.Link.Version == l.Link.OursVersion}
	}
	return c.json(map[string]any{"items": rows})
}

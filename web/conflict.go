package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

// Conflicts is what the pages need of rows that wait for a person's word.
type Conflicts interface {
	Conflicts(ctx context.Context, account int64, sync string) ([]engine.Conflict, error)
	Resolve(ctx context.Context, account int64, actor tandem.Actor, sync, point string, key tandem.Key, id int64, choices []engine.Choice) (*tandem.Run, error)
	SendAgain(ctx context.Context, account int64, sync, point string, id int64) (*tandem.Run, error)
	LinkAdd(ctx context.Context, account int64, sync, point, key string, id int64) error
	LinkRemove(ctx context.Context, account int64, sync, point string, id int64) error
}

// conflictRoutes are the review queue, and links made and taken away by hand.
func (s *site) conflictRoutes() []route {
	see, decide := needs(tandem.SeeRuns), needs(tandem.StartRuns)
	return []route{
		{"GET /conflicts", see, s.conflictList},
		{"POST /conflicts", decide, s.conflictSettleMany},
		{"GET /conflicts/one", see, s.conflictShow},
		{"POST /conflicts/one", decide, s.conflictSettle},
		{"POST /conflicts/again", decide, s.conflictSendAgain},
		{"GET /links/new", decide, s.linkForm},
		{"POST /links/new", decide, s.linkAdd},
		{"GET /links/remove", decide, s.linkRemoveAsk},
		{"POST /links/remove", decide, s.linkRemove},
	}
}

// pairName names a row of a sync: what an address or a form says to mean it.
type pairName struct {
	Sync, Point string
	Key         string
	ID          int64
}

func nameOfConflict(c *engine.Conflict) pairName {
	return pairName{Sync: c.Sync, Point: c.Point, Key: string(c.Key), ID: c.ID}
}

// encode writes the name as one word.
func (n pairName) encode() string {
	return url.Values{"sync": {n.Sync}, "point": {n.Point}, "key": {n.Key}, "id": {strconv.FormatInt(n.ID, 10)}}.Encode()
}

func (n pairName) at(path string) string { return path + "?" + n.encode() }

func readPairName(values url.Values) pairName {
	id, err := strconv.ParseInt(values.Get("id"), 10, 64)
	if err != nil {
		id = 0 // nothing has it
	}
	return pairName{Sync: values.Get("sync"), Point: values.Get("point"), Key: values.Get("key"), ID: id}
}

// conflictView is a conflict and those beside it in the queue.
type conflictView struct {
	engine.Conflict

	form           form
	Previous, Next string // addresses; "" = it is the first, the last
	Place, Of      int
}

// allConflicts reads the queue, or the part of one sync, oldest first.
func (s *site) allConflicts(ctx context.Context, account int64, sync string) ([]engine.Conflict, error) {
	syncs, err := s.Syncs(ctx, account)
	if err != nil {
		return nil, err
	}
	var all []engine.Conflict
	for i := range syncs {
		if sync != "" && syncs[i].Name != sync {
			continue
		}
		some, err := s.Conflicts.Conflicts(ctx, account, syncs[i].Name)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b engine.Conflict) int { return a.At.Compare(b.At) })
	return all, nil
}

// conflictOf finds the conflict that an address or a form names.
func (s *site) conflictOf(ctx context.Context, p *page, name pairName) (*conflictView, error) {
	all, err := s.allConflicts(ctx, p.account.ID, "")
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(c engine.Conflict) bool { return nameOfConflict(&c) == name })
	if at < 0 {
		return nil, tandem.Errorf(tandem.NotFound, "%s", p.T("conflict.gone")).WithHint(p.T("conflict.gone.hint"))
	}
	v := &conflictView{Conflict: all[at], Place: at + 1, Of: len(all)}
	if at > 0 {
		v.Previous = nameOfConflict(&all[at-1]).at("/conflicts/one")
	}
	if at+1 < len(all) {
		v.Next = nameOfConflict(&all[at+1]).at("/conflicts/one")
	}
	return v, nil
}

// conflictShow shows one conflict, field by field.
func (s *site) conflictShow(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.conflictOf(r.Context(), p, readPairName(r.URL.Query()))
	if err != nil {
		return err
	}
	return s.showConflict(w, r, p, v, http.StatusOK)
}

func (s *site) showConflict(w http.ResponseWriter, r *http.Request, p *page, v *conflictView, status int) error {
	p.title = p.T("conflict.of", v.Point)
	return render(w, r, status, conflictPage(p, v))
}

// conflictSettle carries out what was chosen for each field.
func (s *site) conflictSettle(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	name := readPairName(r.PostForm)
	v, err := s.conflictOf(r.Context(), p, name)
	if err != nil {
		return err
	}
	v.form.typed = r.PostForm
	choices, err := s.choices(r.Context(), p, v)
	if err == nil && v.form.ok() {
		_, err = s.Conflicts.Resolve(r.Context(), p.account.ID, p.actor(), name.Sync, name.Point, tandem.Key(name.Key), name.ID, choices)
	}
	if err != nil && !v.form.take(err) {
		return err
	}
	if !v.form.ok() {
		return s.showConflict(w, r, p, v, http.StatusUnprocessableEntity)
	}
	to := "/conflicts"
	if v.Next != "" {
		to = v.Next
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// choices reads the decision for each field: a side, or a value that was typed.
func (s *site) choices(ctx context.Context, p *page, v *conflictView) ([]engine.Choice, error) {
	d, err := s.Dictionary(ctx, p.account.ID)
	if err != nil {
		return nil, err
	}
	object, ok := d.Object(v.Object)
	if !ok {
		return nil, tandem.Errorf(tandem.NotFound, "there is no object %s", v.Object)
	}
	var list []engine.Choice
	for _, f := range v.Fields {
		switch side := v.form.typed.Get("side." + f.Field); side {
		case "ours":
			list = append(list, engine.Choice{Field: f.Field, Side: tandem.Ours})
		case "theirs":
			list = append(list, engine.Choice{Field: f.Field, Side: tandem.Theirs})
		case "value":
			value, err := parseTyped(object, f.Field, v.form.typed.Get("value."+f.Field), p)
			if err != nil {
				v.form.wrong(f.Field, sentence(messageOf(err)))
				continue
			}
			list = append(list, engine.Choice{Field: f.Field, Side: tandem.Ask, Value: value})
		default:
			v.form.wrong(f.Field, p.T("conflict.choose"))
		}
	}
	if len(v.Fields) == 0 { // a record that is gone on one side has no fields to choose
		list = append(list, engine.Choice{Side: sideOf(v.form.typed.Get("side."))})
	}
	return list, nil
}

// parseTyped reads a value that a person typed for a field.
func parseTyped(object *dictionary.Object, name, text string, p *page) (tandem.Value, error) {
	f, ok := object.Field(name)
	if !ok {
		return tandem.Value{}, tandem.Errorf(tandem.NotFound, "there is no field %s", name)
	}
	return dictionary.ParseIn(f, text, p.zone) //nolint:wrapcheck // says all
}

func sideOf(word string) tandem.Policy {
	if word == "ours" {
		return tandem.Ours
	}
	return tandem.Theirs
}

// conflictSendAgain lets a creation whose answer was lost be sent once more.
func (s *site) conflictSendAgain(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	name := readPairName(r.PostForm)
	if _, err := s.Conflicts.SendAgain(r.Context(), p.account.ID, name.Sync, name.Point, name.ID); err != nil {
		return err
	}
	http.Redirect(w, r, "/conflicts", http.StatusSeeOther)
	return nil
}

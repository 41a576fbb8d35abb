package engine

import (
	"context"
	"strings"

	"tandem"
)

// syncOne takes the record a run was filed for through the pipeline, or each of several.
func (w *work) syncOne(ctx context.Context) error {
	refs := map[*pass][]ref{}
	for record := range strings.SplitSeq(w.run.Record, "\n") {
		name, key, id, err := w.e.parseRecord(w.session, record)
		if err != nil {
			return err
		}
		p, err := w.session.point(name)
		if err != nil {
			return err
		}
		s := w.passes[p]
		refs[s] = append(refs[s], ref{key: key, id: id})
	}
	found := w.resumed
	for _, p := range w.session.points { // parents before children
		s := w.passes[p]
		if len(refs[s]) == 0 {
			continue
		}
		if err := s.lookAt(ctx, refs[s], true); err != nil {
			return err
		}
		found = found || s.progress.Counts.Rows() > 0 || len(s.deletes) > 0
	}
	if !found {
		return tandem.Errorf(tandem.NotFound, "there is no such record on either side").At(w.run.Record)
	}
	if err := w.applyDeletes(ctx); err != nil {
		return err
	}
	for _, p := range w.session.points {
		if s := w.passes[p]; len(refs[s]) > 0 {
			if err := s.done(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

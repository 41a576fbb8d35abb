package main

import (
	"context"
	"testing"
	"time"

	"tandem"
	"tandem/merge"
)

// mergeRecord times the three-way merge of one record of 15 fields, of which
// each side changed two. Processor time is counted, which others do not lengthen.
func (b *bench) mergeRecord(context.Context) ([]result, error) {
	rules, pair := mergeCase()
	agreed := make(tandem.Record, len(rules.Fields))
	var times, allocs []float64
	for range b.options.rounds {
		var used time.Duration
		r := testing.Benchmark(func(b *testing.B) {
			b.ReportAllocs()
			begin := ownTime()
			for b.Loop() {
				if d := merge.Decide(rules, pair, agreed); d.Outcome != tandem.Updated {
					b.Fatal("merged into ", d.Outcome)
				}
			}
			used = ownTime() - begin
		})
		times = append(times, float64(used.Nanoseconds())/float64(max(r.N, 1)))
		allocs = append(allocs, float64(r.AllocsPerOp()))
	}
	return []result{judge("merge", spreadOf(times), nil), judge("allocs", spreadOf(allocs), nil)}, nil
}

func mergeCase() (*merge.Rules, *merge.Pair) {
	const fields = 15
	rules := &merge.Rules{
		Operations: tandem.Operations{Create: tandem.Both, Update: tandem.Both, Delete: tandem.Both}, Policy: tandem.Theirs,
	}
	base := make(tandem.Record, fields)
	for i := range base {
		rules.Fields = append(rules.Fields, merge.Field{Direction: tandem.Both, Policy: tandem.Theirs})
		base[i] = tandem.TextValue("a value of some length, number " + tandem.IntegerValue(int64(i)).String())
	}
	ours, theirs := append(tandem.Record{}, base...), append(tandem.Record{}, base...)
	ours[3], ours[7] = tandem.TextValue("changed here"), tandem.NullValue()
	theirs[7], theirs[11] = tandem.TextValue("changed there"), tandem.DecimalValue(1250, 2)
	return rules, &merge.Pair{
		Linked: true, Ours: merge.Present, Theirs: merge.Present, HasBase: true,
		BaseValues: base, OursValues: ours, TheirsValues: theirs,
	}
}

package main

import (
	"context"
	"fmt"

	"tandem/internal/testdb/dbserver"
)

// memory looks at how much memory a bulk run takes at a tenth of the rows and at all of them.
func (b *bench) memory(ctx context.Context) ([]result, error) {
	few, many := b.options.rows/10, b.options.rows
	fewSource, err := b.source(ctx, dbserver.PostgreSQL, few)
	if err != nil {
		return nil, err
	}
	manySource, err := b.source(ctx, dbserver.PostgreSQL, many)
	if err != nil {
		return nil, err
	}
	var results []result
	for _, kind := range []struct {
		embedded     bool
		size, growth string
	}{{false, "memory", "flat"}, {true, "memory2", "flat2"}} {
		rounds, err := b.rounds(ctx,
			b.bulk(fmt.Sprintf("%d rows", few), fewSource, kind.embedded, few),
			b.bulk(fmt.Sprintf("%d rows", many), manySource, kind.embedded, many))
		if err != nil {
			return results, err
		}
		results = append(results, memoryResults(rounds, kind.size, kind.growth, few, many)...)
	}
	return results, nil
}

func memoryResults(rounds [][]usage, size, growth string, few, many int) []result {
	mib := func(contestant int) spread {
		return over(rounds, func(round []usage) float64 { return float64(round[contestant].Memory) / (1 << 20) })
	}
	sizes := judge(size, over(rounds, func(round []usage) float64 {
		return float64(max(round[0].Memory, round[1].Memory)) / (1 << 20)
	}), rounds)
	sizes.Ours = fmt.Sprintf("%.0f MiB at %d rows, %.0f at %d", mib(0).Median, few, mib(1).Median, many)
	flat := judge(growth, over(rounds, func(round []usage) float64 {
		low, high := min(round[0].Memory, round[1].Memory), max(round[0].Memory, round[1].Memory)
		return float64(high) / float64(max(low, 1))
	}), rounds)
	return []result{sizes, flat}
}

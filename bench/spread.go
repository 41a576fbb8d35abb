package main

import (
	"math"
	"slices"
)

// spread sums up one figure over all rounds.
type spread struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

func spreadOf(values []float64) spread {
	if len(values) == 0 {
		return spread{}
	}
	sorted := slices.Sorted(slices.Values(values))
	return spread{percentile(sorted, 50), sorted[0], sorted[len(sorted)-1]}
}

func (s spread) times(f float64) spread { return spread{s.Median * f, s.Min * f, s.Max * f} }

// percentile of sorted values; between two of them it takes the mean of both for the median.
func percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := p / 100 * float64(len(sorted)-1)
	low, high := int(math.Floor(at)), int(math.Ceil(at))
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

// over takes one figure from each round.
func over(rounds [][]usage, figure func(round []usage) float64) spread {
	values := make([]float64, len(rounds))
	for i, round := range rounds {
		values[i] = figure(round)
	}
	return spreadOf(values)
}

// ratio holds a contestant against the first one of each round: once by wall
// time and once by all the processor time they and their servers used, which
// strangers on the machine disturb less.
func ratio(rounds [][]usage, upper int) (byWall, byProcessor spread) {
	used := func(u usage) float64 { return (u.Client + u.Server).Seconds() }
	byWall = over(rounds, func(round []usage) float64 { return round[upper].Wall.Seconds() / round[0].Wall.Seconds() })
	byProcessor = over(rounds, func(round []usage) float64 { return used(round[upper]) / max(used(round[0]), 0.001) })
	return byWall, byProcessor
}

// wall is the wall time of one contestant in seconds.
func wall(rounds [][]usage, contestant int) spread {
	return over(rounds, func(round []usage) float64 { return round[contestant].Wall.Seconds() })
}

// others is how noisy the rounds were.
func others(rounds [][]usage) spread {
	var values []float64
	for _, round := range rounds {
		for _, u := range round {
			values = append(values, u.Others)
		}
	}
	return spreadOf(values)
}

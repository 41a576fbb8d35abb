// Package fake makes plausible companies, people and addresses out of random numbers.
//
// Everything is drawn from the generator that the caller passes in: the same generator state gives the same company, on
// every machine. Nothing here can reach a real person by accident: every mail and web address ends in the reserved
// domain "example", and where a country has telephone numbers set aside for fiction, those are used.
package fake

import (
	"math/rand/v2"
	"strings"
)

// Rand is the random generator that all functions draw from.
type Rand = rand.Rand

// NewRand returns a generator that depends on all the given words and on nothing else.
func NewRand(words ...uint64) *Rand {
	var hi, lo uint64 = 0x6a09e667f3bcc908, 0xbb67ae8584caa73b
	for _, w := range words {
		hi = scramble(hi ^ w)
		lo = scramble(lo + hi)
	}
	return rand.New(rand.NewPCG(hi, lo))
}

// scramble spreads every bit of x over the whole word, so that neighbouring seeds start far apart.
func scramble(x uint64) uint64 {
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	return x ^ x>>32
}

// OneIn reports true once in n draws on average.
func OneIn(r *Rand, n int) bool { return r.IntN(n) == 0 }

// Weighted returns an index of weights, drawn in proportion to them.
func Weighted(r *Rand, weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	roll := r.IntN(sum)
	for i, w := range weights {
		if roll < w {
			return i
		}
		roll -= w
	}
	return len(weights) - 1
}

// Pick returns one element of list.
func Pick[T any](r *Rand, list []T) T { return list[r.IntN(len(list))] }

// digits replaces each # by a digit and each @ by a capital letter.
func digits(r *Rand, pattern string) string {
	var b strings.Builder
	b.Grow(len(pattern))
	for i := range len(pattern) {
		switch c := pattern[i]; c {
		case '#':
			b.WriteByte(byte('0' + r.IntN(10)))
		case '@':
			b.WriteByte("ABDEFGHJLNPQRSTUWXYZ"[r.IntN(20)])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

package tandem

import "math/bits"

// MaxFields is how many fields a data point, a view or an object may have.
const MaxFields = 256

// Fields is a set of positions in a field list.
type Fields [MaxFields / 64]uint64

// Add puts position i into the set.
func (f *Fields) Add(i int) { f[i>>6] |= 1 << (i & 63) }

// Remove takes position i out of the set.
func (f *Fields) Remove(i int) { f[i>>6] &^= 1 << (i & 63) }

// Has reports whether position i is in the set.
func (f *Fields) Has(i int) bool { return f[i>>6]&(1<<(i&63)) != 0 }

// IsEmpty reports whether the set holds nothing.
func (f *Fields) IsEmpty() bool { return *f == Fields{} }

// Len counts the positions in the set.
func (f *Fields) Len() int {
	n := 0
	for _, word := range f {
		n += bits.OnesCount64(word)
	}
	return n
}

// AllFields is the set of the first n positions.
func AllFields(n int) Fields {
	var f Fields
	for i := range n {
		f.Add(i)
	}
	return f
}

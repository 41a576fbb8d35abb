package tandem

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestIsText holds the quick way to the plain one, with what is wrong in every
// place of the eight octets that are looked at together.
func TestIsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		octet := rapid.OneOf(rapid.ByteRange(' ', '~'), rapid.SampledFrom([]byte{0, 1, 0x7f, 0x80, 0xc3, 0xa9, 0xff}))
		s := strings.Repeat("a", rapid.IntRange(0, 17).Draw(t, "before")) + string(rapid.SliceOfN(octet, 0, 4).Draw(t, "odd")) +
			strings.Repeat("é", rapid.IntRange(0, 1).Draw(t, "wide")) + strings.Repeat("b", rapid.IntRange(0, 17).Draw(t, "after"))
		want := utf8.ValidString(s) && !strings.Contains(s, "\x00")
		if got := IsText(s); got != want {
			t.Fatalf("IsText(%q) = %v", s, got)
		}
	})
}

package fake

import "strings"

// Slug writes text as it would appear in a web address: small ASCII letters, digits and single hyphens.
func Slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(text) {
		ascii := fold(r)
		if ascii == "" {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteString(ascii)
	}
	return b.String()
}

// fold returns the ASCII spelling of a small letter or digit, nothing for anything else.
func fold(r rune) string {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return string(r)
	}
	return foldings[r]
}

var foldings = map[rune]string{
	'á': "a", 'à': "a", 'â': "a", 'ã': "a", 'ä': "ae", 'ą': "a", 'č': "c", 'ç': "c", 'ć': "c", 'ď': "d", 'é': "e", 'è': "e",
	'ê': "e", 'ë': "e", 'ě': "e", 'ę': "e", 'í': "i", 'î': "i", 'ï': "i", 'ĺ': "l", 'ľ': "l", 'ł': "l", 'ň': "n", 'ñ': "n",
	'ń': "n", 'ó': "o", 'ô': "o", 'õ': "o", 'ö': "oe", 'ř': "r", 'ŕ': "r", 'š': "s", 'ś': "s", 'ß': "ss", 'ť': "t", 'ú': "u",
	'ů': "u", 'û': "u", 'ü': "ue", 'ý': "y", 'ž': "z", 'ź': "z", 'ż': "z",
	'α': "a", 'ά': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'έ': "e", 'ζ': "z", 'η': "i", 'ή': "i", 'θ': "th", 'ι': "i",
	'ί': "i", 'ϊ': "i", 'κ': "k", 'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'ό': "o", 'π': "p", 'ρ': "r", 'σ': "s",
	'ς': "s", 'τ': "t", 'υ': "y", 'ύ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o", 'ώ': "o",
}

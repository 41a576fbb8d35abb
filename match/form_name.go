package match

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// nameForm is a name without case, accents, punctuation and legal form:
// "Žluťák & syn, spol. s r.o." and "ZLUTAK + SYN sro" are "zlutak syn".
func nameForm(dst []byte, s string) []byte {
	if isPlaceholder(strings.TrimSpace(s)) {
		return dst
	}
	words := dropLegalForm(joinLetters(strings.Fields(fold(s))))
	start := len(dst)
	for i, word := range words {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = append(dst, word...)
	}
	if utf8.RuneCount(dst[start:]) < 2 || isFill(string(dst[start:])) {
		return dst[:start]
	}
	return dst
}

// fold writes small letters without accents and a blank for everything that is
// neither a letter nor a digit.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range decomposed(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteString(plainLetter(unicode.ToLower(r)))
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// decomposed parts letters from their accents.
func decomposed(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return norm.NFKD.String(s)
		}
	}
	return s
}

// plainLetter writes letters that have no accent to take off, but are written
// otherwise where a keyboard lacks them.
func plainLetter(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'ø':
		return "o"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	default:
		return string(r)
	}
}

// joinLetters makes one word of single letters in a row: "s r o" is "sro".
func joinLetters(words []string) []string {
	var joined []string
	inRun := false
	for _, word := range words {
		single := utf8.RuneCountInString(word) == 1 && !unicode.IsDigit(rune(word[0]))
		if single && inRun {
			joined[len(joined)-1] += word
		} else {
			joined = append(joined, word)
		}
		inRun = single
	}
	return joined
}

// dropLegalForm takes the legal form off the end, but never the whole name.
func dropLegalForm(words []string) []string {
	kept := words
	for len(kept) > 1 {
		last := kept[len(kept)-1]
		// "Meyer & Co. KG" is Meyer, "Meyer & Co" is not.
		if !isLegalForm(last) && (last != "co" && last != "sp" && last != "spol" || len(kept) == len(words)) {
			break
		}
		kept = kept[:len(kept)-1]
	}
	return kept
}

// isLegalForm knows the abbreviations companies end their names with, folded.
func isLegalForm(word string) bool {
	switch word {
	case "ag", "as", "asa", "bv", "bvba", "corp", "corporation", "doo", "eg", "ek", "eurl", "ev", "gbr", "gesmbh", "gmbh",
		"inc", "incorporated", "kft", "kg", "kgaa", "ks", "lda", "limited", "llc", "llp", "lp", "ltd", "ltda", "mbh", "nv",
		"nyrt", "ohg", "ooo", "oy", "oyj", "plc", "pte", "pty", "sa", "sarl", "sas", "sc", "se", "sia", "sl", "slu",
		"spa", "spj", "spk", "spzoo", "sprl", "srl", "sro", "uab", "ug", "vos", "zoo", "zrt":
		return true
	default:
		return false
	}
}

// appendRune is utf8.AppendRune with a quick way for ASCII.
func appendRune(dst []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return append(dst, byte(r))
	}
	return utf8.AppendRune(dst, r)
}

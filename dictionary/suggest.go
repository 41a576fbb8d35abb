package dictionary

import "strings"

// Suggest returns the word a person probably meant, "" when none is near.
func Suggest(typed string, words []string) string {
	best, distance := "", len(typed)/3+1
	for _, word := range words {
		if strings.EqualFold(typed, word) {
			return word
		}
		if d := editDistance(strings.ToLower(typed), strings.ToLower(word), distance); d <= distance && (best == "" || d < distance) {
			best, distance = word, d
		}
	}
	return best
}

// DidYouMean returns a hint for a mistyped word, "" when no word is near.
func DidYouMean(typed string, words []string) string {
	if word := Suggest(typed, words); word != "" {
		return "did you mean " + word + "?"
	}
	return ""
}

// KnownHere is DidYouMean that lists the words where none is meant.
func KnownHere(typed string, words []string) string {
	if hint := DidYouMean(typed, words); hint != "" || len(words) == 0 {
		return hint
	}
	return "known here: " + strings.Join(words, ", ")
}

// editDistance counts the octets to insert, remove or replace to make b of a;
// beyond limit it only says so. Names are short, so the quadratic way will do.
func editDistance(a, b string, limit int) int {
	if abs(len(a)-len(b)) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next := min(row[j]+1, row[j+1]+1, diagonal+cost)
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

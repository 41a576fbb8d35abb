package mapping

import (
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"pgregory.net/rapid"
)

func TestTelephoneNumbers(t *testing.T) {
	cases := map[string]string{
		"777 123 456":                "+420777123456",
		"00420 777 123 456":          "+420777123456",
		"420777123456":               "+420777123456",
		"+420777123456":              "+420777123456",
		"+420 777 123 456":           "+420777123456",
		"(02) 123":                   "(02) 123",
		"+49 (0) 30 123456":          "+4930123456",
		"+4930123456 x 12":           "+4930123456 ext. 12",
		"+1 (212) 555-0147 ext. 9":   "+12125550147 ext. 9",
		"ask Mary,  777 123 456":     "ask Mary, 777 123 456",
		"777 123 456 / 777 123 457":  "777 123 456 / 777 123 457",
		"(+1) 212 555 0147":          "+12125550147",
		"+39 06 1234 5678":           "+390612345678",
		"+390612345678":              "+390612345678",
		"n/a":                        "n/a",
		"   ":                        "",
		"123":                        "123",
		"+999 123456789":             "+999 123456789",
		"+420777123456 ext. 1234567": "+420777123456 ext. 1234567",
	}
	for in, want := range cases {
		if got := phoneForm(in, "CZ"); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// The quick way must say what the library says, in every region it is for.
func TestTheQuickWayAgreesWithTheParser(t *testing.T) {
	quick := 0
	for region := range phonenumbers.GetSupportedRegions() {
		example := phonenumbers.GetNationalSignificantNumber(phonenumbers.GetExampleNumber(region))
		if !isPlainNational("2345678", region) && !isPlainNational("9345678", region) {
			continue
		}
		quick++
		// Numbers of any length, and such as the region really has.
		numbers := rapid.OneOf(
			rapid.StringMatching(`[1-9][0-9]{3,12}`),
			rapid.Map(rapid.StringMatching(`[0-9]{3}`), func(end string) string { return example[:len(example)-3] + end }),
			rapid.Map(rapid.StringMatching(`[0-9]{2}`), func(end string) string { return example + end }),
		)
		rapid.Check(t, func(t *rapid.T) {
			number := numbers.Draw(t, "number")
			if !isPlainNational(number, region) {
				return
			}
			got, ok := quickE164(number, region)
			want, wantOK := parseE164(number, region)
			if got != want || ok != wantOK {
				t.Fatalf("%s in %s is %q, %t; the parser says %q, %t", number, region, got, ok, want, wantOK)
			}
		})
	}
	if quick < 20 {
		t.Errorf("only %d regions are quick", quick)
	}
}

func TestAFullNumberInNormalFormIsWhatTheParserMakesOfIt(t *testing.T) {
	for region := range phonenumbers.GetSupportedRegions() {
		e164 := phonenumbers.Format(phonenumbers.GetExampleNumber(region), phonenumbers.E164)
		if !strings.HasPrefix(e164, "+") || !isPlainE164(e164) {
			continue
		}
		if again, ok := parseE164(e164, "CZ"); !ok || again != e164 {
			t.Errorf("%s of %s is %q, %t", e164, region, again, ok)
		}
	}
}

func BenchmarkPhone(b *testing.B) {
	for name, number := range map[string]string{
		"in normal form":  "+420777123456",
		"national":        "777 123 456",
		"to be parsed":    "00420 777 123 456",
		"with a sentence": "ask Mary",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				phoneForm(number, "CZ")
			}
		})
	}
}

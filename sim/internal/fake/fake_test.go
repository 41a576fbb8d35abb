package fake

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func read(text string) number {
	d := make(number, len(text))
	for i := range text {
		d[i] = int(text[i] - '0')
	}
	return d
}

// The check digits of numbers that are known to be right.
func TestCheckDigits(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want int
	}{
		{"CZ 27074358", czechCheck(read("2707435")), 8},
		{"CZ 25596641", czechCheck(read("2559664")), 1},
		{"CZ 00006947", czechCheck(read("0000694")), 7},
		{"SK 2022749619", read("2022749619").value() % 11, 0},
		{"DE 136695976", germanCheck(read("13669597")), 6},
		{"AT U13585627", austrianCheck(read("1358562")), 7},
		{"PL 8567346215", polishCheck(read("856734621")), 5},
		{"FR 40303265045", frenchKey(read("303265045")), 40},
		{"ES A13585625", spanishCheck(read("1358562")), 5},
		{"GB 980780684", britishCheck(read("9807806")), 84},
		{"GR 094259216", greekCheck(read("09425921")), 6},
		{"BR 16727230000197", brazilianChecked(read("167272300001")).value(), 16727230000197},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, c.got, c.want)
		}
	}
}

func TestSharesAddUp(t *testing.T) {
	sum := 0
	for _, c := range Countries() {
		sum += c.share
		if CountryNamed(c.Name) != c {
			t.Errorf("%s is not found by its name", c.Name)
		}
	}
	if sum != 100 {
		t.Errorf("shares add up to %d, want 100", sum)
	}
}

// Whatever is drawn fits into the narrowest column that will hold it.
func TestWidths(t *testing.T) {
	r := NewRand(1)
	fits := func(what, text string, limit int) {
		t.Helper()
		if n := utf8.RuneCountInString(text); n > limit {
			t.Errorf("%s %q has %d characters, the limit is %d", what, text, n, limit)
		}
	}
	for range 20_000 {
		c := RandomCompany(r, RandomCountry(r))
		p := c.Person(r)
		fits("company", c.Name, NameLimit)
		fits("respelled company", c.Respelled(r).Name, NameLimit)
		fits("tax code", c.TaxCode, 15)
		fits("company mail", c.Email, 60)
		fits("phone", c.Phone, 20)
		fits("city", c.Address.City, 20)
		fits("region", c.Address.Region, 20)
		fits("postal code", c.Address.Postal, 10)
		fits("country", c.Address.Country.Name, 25)
		fits("first name", p.First, 15)
		fits("last name", p.Last, 20)
		fits("title", p.Title, 30)
		fits("mail", p.Email, 60)
		fits("mobile", p.Mobile, 20)
		if strings.ContainsFunc(c.Domain, func(r rune) bool { return r > 'z' }) || !strings.HasSuffix(c.Domain, ".example") {
			t.Errorf("domain %q", c.Domain)
		}
	}
}

func TestSameSeedSameCompany(t *testing.T) {
	draw := func(words ...uint64) Company {
		r := NewRand(words...)
		return RandomCompany(r, RandomCountry(r))
	}
	if first, second := draw(1, 2), draw(1, 2); first != second {
		t.Error("the same seed drew two different companies")
	}
	if draw(1, 2) == draw(1, 3) || draw(1, 2) == draw(2, 1) {
		t.Error("two seeds drew the same company")
	}
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"Novák & Synové, s.r.o.": "novak-synove-s-r-o",
		"Müller  Größe":          "mueller-groesse",
		"Παπαδόπουλος":           "papadopoylos",
		"Żółć 3":                 "zolc-3",
		" & ":                    "",
	} {
		if got := Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
	}
}

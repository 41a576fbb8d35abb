package lexical_test

import (
	"fmt"
	"testing"
	"time"

	"tandem/soap/lexical"
)

func TestNumber(t *testing.T) {
	for in, want := range map[string]string{
		"+12.50\n": "12.50", "-0": "0", "-0.00": "0.00", "007": "7", ".5": "0.5", "5.": "5", "1e3": "1000", "1.25E-3": "0.00125",
		"-12e1": "-120", "9007199254740993": "9007199254740993", "1.5e1": "15", "120E-1": "12",
	} {
		if got, err := lexical.Number(in); err != nil || got != want {
			t.Errorf("Number(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"", ".", "-", "1,5", "1e", "1e9999", "0x1", "NaN", "1 2", "--1"} {
		if got, err := lexical.Number(in); err == nil {
			t.Errorf("Number(%q) = %q, want an error", in, got)
		}
	}
}

func TestBool(t *testing.T) {
	for in, want := range map[string]bool{"true": true, "1\t": true, "FALSE": false, "0": false} {
		if got, err := lexical.Bool(in); err != nil || got != want {
			t.Errorf("Bool(%q) = %v, %v", in, got, err)
		}
	}
	if _, err := lexical.Bool("yes"); err == nil {
		t.Error("yes was read")
	}
}

func TestInstant(t *testing.T) {
	prague := time.FixedZone("", 3600)
	for in, want := range map[string]string{
		"2026-03-04T05:06:07Z":          "2026-03-04T05:06:07Z",
		"2026-03-04T05:06:07.120+02:00": "2026-03-04T03:06:07.12Z",
		"2026-03-04T05:06:07\n":         "2026-03-04T04:06:07Z",
		"2026-03-04":                    "2026-03-03T23:00:00Z",
		"2026-03-04Z":                   "2026-03-04T00:00:00Z",
		"2026-12-31T24:00:00":           "2026-12-31T23:00:00Z",
	} {
		got, err := lexical.Instant(in, prague)
		if err != nil || lexical.FormatInstant(got) != want {
			t.Errorf("Instant(%q) = %v, %v, want %s", in, got, err, want)
		}
	}
	if _, err := lexical.Instant("04.03.2026", prague); err == nil {
		t.Error("04.03.2026 was read")
	}
}

func TestDate(t *testing.T) {
	for _, in := range []string{"2026-03-04", " 2026-03-04Z", "2026-03-04+01:00", "2026-03-04T23:59:59-05:00"} {
		y, m, d, err := lexical.Date(in)
		if got := fmt.Sprint(y, int(m), d); err != nil || got != "2026 3 4" {
			t.Errorf("Date(%q) = %s, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "2026-02-30", "2026-03-04x", "2026-3-4"} {
		if _, _, _, err := lexical.Date(in); err == nil {
			t.Errorf("%q was read as a date", in)
		}
	}
}

func TestBinary(t *testing.T) {
	if got, err := lexical.Binary("aGVs\n bG8="); err != nil || string(got) != "hello" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := lexical.Binary("*"); err == nil {
		t.Error("* was read")
	}
}

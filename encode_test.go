package tandem_test

import (
	"encoding/hex"
	"testing"

	"tandem"
)

// Bases, intents and conflicts are stored in this encoding. Once written, it can
// be read for ever: DO NOT EDIT what is pinned here.
func TestStoredRecordsStayReadable(t *testing.T) {
	const pinned = "02074b30303030303001000400fa01031b050206c0b8020780a9e0c7cdb1b006081800080006303030303037090200ff0a0c020202024131040132020001"
	want := tandem.Record{
		tandem.TextValue("K000000"), tandem.NullValue(), {}, tandem.DecimalValue(12_500, 2), tandem.IntegerValue(-14), tandem.BoolValue(true),
		tandem.DateValue(20_000), tandem.InstantValue(1_795_255_200_123_456), tandem.ReferenceValue(12), tandem.UnresolvedValue("000007"), tandem.BytesValue("\x00\xff"),
		tandem.ListValue(string(tandem.AppendLines(nil, 2, []tandem.Record{{tandem.TextValue("A1"), tandem.DecimalValue(25, 1)}, {tandem.TextValue(""), tandem.NullValue()}}))),
	}
	octets, err := hex.DecodeString(pinned)
	if err != nil {
		t.Fatal(err)
	}
	got := make(tandem.Record, len(want))
	if err := tandem.DecodeRecord(got, string(octets)); err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("value %d reads as %v, not %v", i, got[i], want[i])
		}
	}
	if again := hex.EncodeToString(tandem.AppendRecord(nil, want)); again != pinned {
		t.Errorf("is written as %s, so hashes of the same values differ from stored ones", again)
	}
	lines, err := got[len(got)-1].Lines()
	if err != nil || len(lines) != 2 || lines[0][1] != tandem.DecimalValue(25, 1) {
		t.Errorf("lines read as %v, %v", lines, err)
	}
}

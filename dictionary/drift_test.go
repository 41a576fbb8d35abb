package dictionary

import (
	"testing"

	"tandem"
)

func TestDiff(t *testing.T) {
	theirs := func(change func(d *Dictionary)) *Dictionary {
		d := &Dictionary{Objects: []Object{{
			Name: "slcdpm", Key: []string{"fcustno"},
			Fields: []Field{
				{Name: "fcustno", Type: Text, Length: 6, Padded: true, Required: true},
				{Name: "fcity", Type: Text, Length: 20, Native: "char(20)"},
				{Name: "fcrlimit", Type: Decimal, Scale: 4},
				{Name: "ftype", Type: Enum, Values: []string{"C", "P"}},
				{Name: "fowner", Type: Reference, Target: "slsperson"},
			},
			Lines: &Object{Name: "sladdr", Fields: []Field{{Name: "fno", Type: Integer}}},
		}}}
		change(d)
		return d
	}
	field := func(d *Dictionary, i int) *Field { return &d.Objects[0].Fields[i] }
	for want, change := range map[string]func(d *Dictionary){
		"": func(d *Dictionary) {
			f := d.Objects[0].Fields
			f[0], f[1] = f[1], f[0]
		},
		"slcdpm: is not there any more":                                     func(d *Dictionary) { d.Objects = nil },
		"somast: is new":                                                    func(d *Dictionary) { d.Objects = append(d.Objects, Object{Name: "somast"}) },
		"slcdpm: the key was fcustno, is none":                              func(d *Dictionary) { d.Objects[0].Key = nil },
		"slcdpm: cannot be written any more":                                func(d *Dictionary) { d.Objects[0].ReadOnly = true },
		"slcdpm.fowner: is not there any more":                              func(d *Dictionary) { d.Objects[0].Fields = d.Objects[0].Fields[:4] },
		"slcdpm.fcity: was text of 20 (char(20)), is text of 15 (char(15))": func(d *Dictionary) { field(d, 1).Length, field(d, 1).Native = 15, "char(15)" },
		"slcdpm.fcity: was text of 20 (char(20)), is text (text)":           func(d *Dictionary) { field(d, 1).Length, field(d, 1).Native = 0, "text" },
		"slcdpm.fcity: was text of 20 (char(20)), is integer (char(20))": func(d *Dictionary) {
			field(d, 1).Type, field(d, 1).Length = Integer, 0
		},
		"slcdpm.fcity: must be filled now":         func(d *Dictionary) { field(d, 1).Required = true },
		"slcdpm.fcity: cannot be written any more": func(d *Dictionary) { field(d, 1).ReadOnly = true },
		"slcdpm.fcrlimit: was decimal with 4 digits behind the point, is decimal with 2 digits behind the point": func(d *Dictionary) { field(d, 2).Scale = 2 },
		`slcdpm.ftype: the value "P" is not there any more`:                                                      func(d *Dictionary) { field(d, 3).Values = []string{"C"} },
		`slcdpm.ftype: the value "X" is new`:                                                                     func(d *Dictionary) { field(d, 3).Values = []string{"X", "C", "P"} },
		"slcdpm.fowner: pointed at slsperson, points at none":                                                    func(d *Dictionary) { field(d, 4).Target = "" },
		"slcdpm.fnew: is new": func(d *Dictionary) {
			d.Objects[0].Fields = append(d.Objects[0].Fields, Field{Name: "fnew", Type: Text, Required: true, Default: true})
		},
		"slcdpm.fmust: must be filled now": func(d *Dictionary) {
			d.Objects[0].Fields = append(d.Objects[0].Fields, Field{Name: "fmust", Type: Text, Required: true})
		},
		"sladdr.fno: was integer, is text": func(d *Dictionary) { d.Objects[0].Lines.Fields[0].Type = Text },
		"sladdr: is not there any more":    func(d *Dictionary) { d.Objects[0].Lines = nil },
	} {
		drift := Diff(theirs(func(*Dictionary) {}), theirs(change))
		got := ""
		if len(drift) > 0 {
			got = drift[0].String()
			if p := drift[0].Problem(); p.Code != tandem.Schema {
				t.Errorf("%s: the code is %s", want, p.Code)
			}
		}
		if got != want || len(drift) > 1 {
			t.Errorf("got %v, want %s", drift, want)
		}
	}
}

func TestHarmfulDrift(t *testing.T) {
	for _, kind := range []DriftKind{ObjectAdded, FieldAdded, Lengthened, ValueAdded} {
		if (Drift{Kind: kind}).Harmful() {
			t.Errorf("%s harms nobody", kind)
		}
	}
	for _, kind := range []DriftKind{ObjectRemoved, FieldDemanded, Shortened, Retyped, KeyChanged, ValueRemoved} {
		if !(Drift{Kind: kind}).Harmful() {
			t.Errorf("%s does harm", kind)
		}
	}
}

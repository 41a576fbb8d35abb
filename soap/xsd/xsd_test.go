package xsd_test

import (
	"context"
	"strings"
	"testing"

	"tandem/soap/source"
	"tandem/soap/xmltree"
	"tandem/soap/xsd"
)

// types compiles simple types, given as the content of a schema.
func types(t *testing.T, content string) *xsd.Set {
	t.Helper()
	limits := xmltree.SchemaLimits()
	root, err := xmltree.Parse([]byte(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">`+content+`</xs:schema>`), "", limits)
	if err != nil {
		t.Fatal(err)
	}
	l := xsd.NewLoader(source.New(nil, source.Limits{}))
	if err := l.Add(context.Background(), root, "test", 0); err != nil {
		t.Fatal(err)
	}
	set := l.Finish(nil)
	if len(set.Missing)+len(set.Warnings) > 0 {
		t.Fatal(set.Missing, set.Warnings)
	}
	return set
}

func TestValidate(t *testing.T) {
	for facets, values := range map[string]map[string]string{
		`<xs:restriction base="xs:int"/>`:                                                       {"5": "", "-2147483648": "", "2147483648": "more than", "1.5": "no whole number", "x": "no whole number"},
		`<xs:restriction base="xs:unsignedByte"/>`:                                              {"255": "", "256": "more than", "-1": "less than"},
		`<xs:restriction base="xs:decimal"><xs:totalDigits value="4"/></xs:restriction>`:        {"12.34": "", "0012.3400": "", "123.45": "more than 4 digits", "1,5": "no number"},
		`<xs:restriction base="xs:decimal"><xs:minInclusive value="1.5"/></xs:restriction>`:     {"1.5": "", "1.4999": "less than 1.5"},
		`<xs:restriction base="xs:decimal"><xs:maxExclusive value="2"/></xs:restriction>`:       {"1.99": "", "2.0": "not less than 2"},
		`<xs:restriction base="xs:string"><xs:length value="2"/></xs:restriction>`:              {"řž": "", "a": "instead of 2"},
		`<xs:restriction base="xs:string"><xs:pattern value="a^b$c"/></xs:restriction>`:         {"a^b$c": "", "abc": "does not have the form"},
		`<xs:restriction base="xs:string"><xs:pattern value="[^x]\i\c*"/></xs:restriction>`:     {"1a-b": "", "xa": "does not have the form", "11": "does not have the form"},
		`<xs:restriction base="xs:string"><xs:pattern value="[a-z-[aeiou]]"/></xs:restriction>`: {"b": "", "a": ""}, // not checked: Go's language has no subtraction
		`<xs:restriction base="xs:boolean"/>`:                                                   {"true": "", "0": "", "yes": "neither"},
		`<xs:restriction base="xs:dateTime"/>`:                                                  {"2026-03-04T05:06:07Z": "", "4.3.2026": "no date and time"},
		`<xs:restriction base="xs:double"/>`:                                                    {"1e5": "", "INF": "", "NaN": "", "x": "no number"},
		`<xs:restriction base="xs:base64Binary"/>`:                                              {"aGk=": "", "?": "no base64"},
		`<xs:list itemType="xs:int"/>`:                                                          {"1 2 3": "", "1 b": "no whole number"},
		`<xs:union memberTypes="xs:int xs:boolean"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="n/a"/></xs:restriction></xs:simpleType></xs:union>`: {"1": "", "true": "", "n/a": "", "x": "none of the allowed values n/a"},
	} {
		set := types(t, `<xs:simpleType name="T">`+facets+`</xs:simpleType>`)
		for value, want := range values {
			err := set.Types[xmltree.Name{Space: "urn:t", Local: "T"}].Validate(value)
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%s: %q: got %v, want %q", facets, value, err, want)
			}
		}
	}
}

func TestTypesKnowWhereTheyComeFrom(t *testing.T) {
	set := types(t, `<xs:simpleType name="Money"><xs:restriction base="t:Base"/></xs:simpleType>
		<xs:simpleType name="Base"><xs:restriction base="xs:decimal"/></xs:simpleType>
		<xs:complexType name="Priced"><xs:simpleContent><xs:extension base="t:Money"><xs:attribute name="a"/></xs:extension></xs:simpleContent></xs:complexType>
		<xs:complexType name="More"><xs:simpleContent><xs:extension base="t:Priced"><xs:attribute name="b" use="required"/></xs:extension></xs:simpleContent></xs:complexType>`)
	more := set.Types[xmltree.Name{Space: "urn:t", Local: "More"}]
	attributes, others := more.Attributes()
	if more.Builtin() != "decimal" || len(attributes) != 2 || !attributes[1].Required || others {
		t.Errorf("built-in %q, attributes %+v %v", more.Builtin(), attributes, others)
	}
	if priced := set.Types[xmltree.Name{Space: "urn:t", Local: "Priced"}]; !more.Derives(priced) || priced.Derives(more) {
		t.Error("More does not derive from Priced, or the other way round")
	}
}

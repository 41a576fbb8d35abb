package xmltree_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"tandem/soap/xmltree"
	"tandem/soap/xmltree/xmltest"
)

func parse(t *testing.T, s string) *xmltree.Element {
	t.Helper()
	e, err := xmltree.Parse([]byte(s), "", xmltree.MessageLimits())
	if err != nil {
		t.Fatalf("parse %q: %v", s, err)
	}
	return e
}

func TestParseResolvesNames(t *testing.T) {
	e := parse(t, "\n\n<?xml version='1.1'?><!-- c --><a:r xmlns:a='u:a' xmlns='u:d' a:x='1' y='2'><b a:q='a:v'/><c xmlns=''>t</c></a:r>")
	if want := (xmltree.Name{Space: "u:a", Local: "r"}); e.Name != want {
		t.Errorf("root is %s, want %s", e.Name, want)
	}
	if v, ok := e.Lookup("u:a", "x"); !ok || v != "1" {
		t.Errorf("a:x is %q %v", v, ok)
	}
	if v := e.Attr("y"); v != "2" {
		t.Errorf("y is %q", v)
	}
	b, c := e.Children[0], e.Children[1]
	if b.Name.Space != "u:d" || c.Name.Space != "" || c.Text != "t" {
		t.Errorf("children are %s and %s %q", b.Name, c.Name, c.Text)
	}
	if n, ok := b.QName("a:v"); !ok || n.String() != "{u:a}v" {
		t.Errorf("a:v is %s %v", n, ok)
	}
	if n, ok := b.QName("v"); !ok || n.String() != "{u:d}v" {
		t.Errorf("v is %s %v", n, ok)
	}
	if _, ok := b.QName("z:v"); ok {
		t.Error("the undeclared prefix z has a namespace")
	}
}

func TestParseText(t *testing.T) {
	e := parse(t, "<a>1 &lt;&#65;&#x42;<![CDATA[<&]]]]><!-- x -->2\r\n<b v=' a\tb&#10;&quot;'/>tail<c/>\r</a>")
	if want := "1 <AB<&]]2\n"; e.Text != want {
		t.Errorf("text is %q, want %q", e.Text, want)
	}
	if want := "1 <AB<&]]2\ntail\n"; e.Content() != want {
		t.Errorf("content is %q, want %q", e.Content(), want)
	}
	if want := " a b\n\""; e.Children[0].Attr("v") != want {
		t.Errorf("value is %q, want %q", e.Children[0].Attr("v"), want)
	}
}

func TestParseEncodings(t *testing.T) {
	const body = `<a>ř</a>`
	utf16 := func(order func(r rune) []byte, s string) []byte {
		var b []byte
		for _, r := range s {
			b = append(b, order(r)...)
		}
		return b
	}
	big := func(r rune) []byte { return []byte{byte(r >> 8), byte(r)} }
	little := func(r rune) []byte { return []byte{byte(r), byte(r >> 8)} }
	for name, c := range map[string]struct {
		data    []byte
		charset string
	}{
		"utf-8":                 {data: []byte(body)},
		"utf-8 with mark":       {data: []byte("\uFEFF" + body), charset: "iso-8859-1"},
		"utf-16 big":            {data: utf16(big, "\uFEFF"+body)},
		"utf-16 little":         {data: utf16(little, "\uFEFF"+body)},
		"utf-16 without mark":   {data: utf16(little, body)},
		"declared":              {data: []byte("<?xml version=\"1.0\" encoding='ISO-8859-2'?><a>\xf8</a>")},
		"windows-1250":          {data: []byte("\n<?xml version=\"1.0\" encoding = \"windows-1250\" ?><a>\xf8</a>")},
		"transport":             {data: []byte("<a>\xf8</a>"), charset: "ISO-8859-2"},
		"utf-16 only in a word": {data: []byte(`<?xml version="1.0" encoding="utf-16"?>` + body)},
	} {
		e, err := xmltree.Parse(c.data, c.charset, xmltree.MessageLimits())
		if err != nil || e.Text != "ř" {
			t.Errorf("%s: got %v, %v", name, e, err)
		}
	}
	for _, bad := range []string{"<a>\xff</a>", "<?xml version='1.0' encoding='klingon'?><a/>"} {
		if _, err := xmltree.Parse([]byte(bad), "", xmltree.MessageLimits()); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for input, want := range map[string]string{
		"":                                   "no element",
		"<a>":                                "ends within <a>",
		"<a></b>":                            "</b> closes <a>",
		"</a>":                               "closes nothing",
		"<a/><b/>":                           "second element",
		"<a/>x":                              "text outside",
		"<p:a/>":                             "prefix of p:a is not declared",
		"<a x='1' x='2'/>":                   "two attributes x",
		"<a x=1/>":                           "not in quotes",
		"<a x='<'/>":                         "holds a <",
		"<a>&foo;</a>":                       "&foo; is not one",
		"<a>&#0;</a>":                        "&#0; is not one",
		"<a>\x00</a>":                        "U+0000",
		"<a>& b</a>":                         "begins no reference",
		"<!DOCTYPE a [<!ENTITY x 'y'>]><a/>": "DTD",
		"<a><!-- ":                           "comment has no end",
		"<a><![CDATA[":                       "CDATA section has no end",
		"<1/>":                               "line 1, column 2: a name is expected",
	} {
		_, err := xmltree.Parse([]byte(input), "", xmltree.MessageLimits())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", input, err, want)
		}
	}
}

func TestParseLimits(t *testing.T) {
	limits := xmltree.Limits{Bytes: 4000, Depth: 5, Elements: 20, Attributes: 3, Names: 100}
	for what, input := range map[string]string{
		"bytes":      "<a>" + strings.Repeat("x", 4000) + "</a>",
		"levels":     strings.Repeat("<a>", 6) + strings.Repeat("</a>", 6),
		"elements":   "<a>" + strings.Repeat("<b/>", 20) + "</a>",
		"attributes": "<a a='' b='' c='' d=''/>",
		"names":      "<a xmlns='" + strings.Repeat("n", 200) + "'/>",
	} {
		_, err := xmltree.Parse([]byte(input), "", limits)
		if le := (*xmltree.LimitError)(nil); !errors.As(err, &le) || !strings.Contains(le.What, what) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	if _, err := xmltree.Read(strings.NewReader("<a>"+strings.Repeat("x", 4000)+"</a>"), "", limits); err == nil {
		t.Error("a reader may bring more than the limit")
	}
	within := strings.Repeat("<a>", 5) + "<b/>" + strings.Repeat("</a>", 5)
	if _, err := xmltree.Parse([]byte(within), "", limits); err != nil {
		t.Errorf("a document within the limits: %v", err)
	}
}

func TestSchemasMayHaveADoctype(t *testing.T) {
	limits := xmltree.SchemaLimits()
	limits.Prefix = func(prefix string) (string, bool) { return "u:" + prefix, prefix == "xs" }
	const head = `<!DOCTYPE xs:schema PUBLIC "a>" "b" [<!ATTLIST a b CDATA #FIXED '>'> <!-- > --> <!ENTITY e "v">]>`
	e, err := xmltree.Parse([]byte(head+`<xs:schema type="xs:t"/>`), "", limits)
	if err != nil || e.Name.Space != "u:xs" {
		t.Fatalf("got %v, %v", e, err)
	}
	if n, ok := e.QName("xs:t"); !ok || n.Space != "u:xs" {
		t.Errorf("the prefix means %s %v in a value", n, ok)
	}
	if _, err := xmltree.Parse([]byte(head+`<xs:schema a="&e;"/>`), "", limits); err == nil {
		t.Error("an entity was expanded")
	}
}

// TestManyPiecesTakeNoLonger: comments that cut a text must not make reading it
// quadratic; a document of this size would take minutes then.
func TestManyPiecesTakeNoLonger(t *testing.T) {
	const pieces = 1_000_000
	e := parse(t, "<a>"+strings.Repeat("a<!---->", pieces)+"</a>")
	if len(e.Text) != pieces {
		t.Errorf("the text has %d bytes, want %d", len(e.Text), pieces)
	}
}

func TestWriteGivesWhatIsRead(t *testing.T) {
	e := xmltree.New("u:a", "root", "\r<&>\"\x01é\xff")
	e.Set("v", "a\t\n\"'<")
	child := e.Add(xmltree.New("", "plain", "x"))
	child.Tail = "tail"
	child.Attrs = append(child.Attrs, xmltree.Attr{Name: xmltree.Name{Space: "u:b", Local: "type"}, Value: "t", Space: "u:c"})
	e.Add(parse(t, `<p:frag xmlns:p="u:p" xmlns="u:d" q="p:name"><inner/><p:x xmlns:p="u:other"/></p:frag>`))
	got := parse(t, string(xmltree.Marshal(e)))
	want := parse(t, `<r:root xmlns:r="u:a" v="a&#9;&#10;&quot;'&lt;">&#13;&lt;&amp;>"&#xFFFD;é&#xFFFD;`+
		`<plain xmlns:b="u:b" xmlns:c="u:c" b:type="c:t">x</plain>tail`+
		`<p:frag xmlns:p="u:p" q="p:name" xmlns="u:d"><inner/><o:x xmlns:o="u:other"/></p:frag></r:root>`)
	if d := xmltest.Diff(want, got); d != "" {
		t.Errorf("%s\n%s", d, xmltree.Marshal(e))
	}
}

func TestWriterTags(t *testing.T) {
	var w xmltree.Writer
	w.Start("a")
	w.Declare("", "u:a")
	w.Leaf("b", "1 < 2")
	w.Int("n", -7)
	w.Start("c")
	w.End()
	w.WriteElement(xmltree.New("u:a", "d", ""))
	w.WriteElement(xmltree.New("", "e", ""))
	w.End()
	const want = `<a xmlns="u:a"><b>1 &lt; 2</b><n>-7</n><c/><d/><e xmlns=""/></a>`
	if got := string(w.Bytes()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzParse: whatever is read can be written and read again as the same tree,
// and encoding/xml accepts what we write.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"<a/>", "<a x='1'>t<b/>u</a>", `<p:a xmlns:p="u" p:x="&lt;">&#13;<![CDATA[x]]></p:a>`,
		`<a xmlns="u"><b xmlns=""><c xmlns:a="v" a:d="e"/></b></a>`, "\xFE\xFF\x00<\x00a\x00/\x00>",
		"<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := xmltree.Parse(data, "", xmltree.MessageLimits())
		if err != nil {
			return
		}
		written := xmltree.Marshal(first)
		second, err := xmltree.Parse(written, "", xmltree.Limits{})
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, written)
		}
		if d := xmltest.Diff(first, second); d != "" {
			t.Fatalf("%s\n%q", d, written)
		}
	})
}

func sample() []byte {
	var w xmltree.Writer
	w.Declaration()
	w.Start("list")
	w.Declare("", "http://example.com/ws/v1")
	for i := range 1000 {
		w.Start("record")
		for f := range 15 {
			w.Leaf(fmt.Sprintf("field%d", f), fmt.Sprintf("value %d & %d", i, f))
		}
		w.End()
	}
	w.End()
	return w.Bytes()
}

func BenchmarkParse(b *testing.B) {
	data := sample()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := xmltree.Parse(data, "", xmltree.MessageLimits()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStandardTokens is what the same document costs with encoding/xml,
// without a tree.
func BenchmarkStandardTokens(b *testing.B) {
	data := sample()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		d := xml.NewDecoder(bytes.NewReader(data))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}

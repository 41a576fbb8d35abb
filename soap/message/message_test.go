package message_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"tandem/soap"
	"tandem/soap/message"
	"tandem/soap/source"
	"tandem/soap/wsdl"
	"tandem/soap/xmltree"
	"tandem/soap/xmltree/xmltest"
)

// load returns a description of testdata and one of its operations.
func load(t testing.TB, file, operation string) (*wsdl.Definitions, *wsdl.Operation) {
	t.Helper()
	d, err := wsdl.Load(context.Background(), file, source.Files(os.DirFS("testdata")), source.Limits{})
	if err != nil || len(d.Missing())+len(d.Warnings()) > 0 {
		t.Fatalf("%v %v %v", err, d.Missing(), d.Warnings())
	}
	return d, d.Bindings[0].Operation(operation)
}

func value(t *testing.T, text string) *message.Value {
	t.Helper()
	v := message.Group()
	if err := json.Unmarshal([]byte(text), v); err != nil {
		t.Fatal(err)
	}
	return v
}

func written(t *testing.T, elements []*xmltree.Element) *xmltree.Element {
	t.Helper()
	body := xmltree.New("", "body", "")
	body.Children = elements
	e, err := xmltree.Parse(xmltree.Marshal(body), "", xmltree.MessageLimits())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func xml(t *testing.T, text string) *xmltree.Element {
	t.Helper()
	e, err := xmltree.Parse([]byte(text), "", xmltree.MessageLimits())
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return e
}

func TestBuildFollowsTheSchema(t *testing.T) {
	d, o := load(t, "order.wsdl", "Place")
	r := message.Build(d.Schema, o, value(t, `{
		"due": null, "@urgent": true, "#any": "<x xmlns='urn:other'>1</x>", "circle": "round",
		"photo": ["aGk=", "aG8="], "note": "n", "iban": "DE1",
		"key": ["a", "b"], "value": ["1", "2"],
		"line": [
			{"quantity": 1.50, "sku": "A-1", "part": [{"sku": "B-2", "quantity": 1}, {"sku": "B-3", "quantity": 1}], "price": {"#text": 9.90, "@currency": "CZK"}},
			{"sku": "A-2", "quantity": 2, "price": 3}
		],
		"customer": {"@xsi:type": "Company", "taxId": "<&>", "name": "A", "@country": "CZ"}
	}`), value(t, `{"session": {"token": "s3"}}`))
	if len(r.Problems) > 0 {
		t.Errorf("problems: %v", r.Problems)
	}
	want := xml(t, `<body><Place xmlns="urn:order" version="2" urgent="true" xmlns:o="urn:order" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
		<customer xsi:type="o:Company" country="CZ"><name>A</name><taxId>&lt;&amp;&gt;</taxId></customer>
		<line><sku>A-1</sku><quantity>1.50</quantity><price currency="CZK">9.90</price><part><sku>B-2</sku><quantity>1</quantity></part><part><sku>B-3</sku><quantity>1</quantity></part></line>
		<line><sku>A-2</sku><quantity>2</quantity><price>3</price></line>
		<iban>DE1</iban>
		<key>a</key><value>1</value><key>b</key><value>2</value>
		<photo>aGk=</photo><photo>aG8=</photo><note>n</note>
		<circle>round</circle><currency>EUR</currency><due xsi:nil="true"/>
		<x xmlns="urn:other">1</x>
	</Place></body>`)
	if diff := xmltest.Diff(want, written(t, r.Body)); diff != "" {
		t.Errorf("%s\n%s", diff, xmltree.Marshal(r.Body[0]))
	}
	header := xml(t, `<body><Session xmlns="urn:order"><token>s3</token></Session></body>`)
	if diff := xmltest.Diff(header, written(t, r.Header)); diff != "" {
		t.Errorf("header: %s", diff)
	}
}

func TestBuildNamesWhatIsWrong(t *testing.T) {
	d, o := load(t, "order.wsdl", "Place")
	for input, want := range map[string]string{
		`{}`:                                                           "customer: is missing",
		`{"customer": {"name": "A"}}`:                                  "customer: its type Party is abstract",
		`{"customer": {"@xsi:type": "Line"}}`:                          `customer: there is no type "Line" that may stand here`,
		`{"customer": {"@xsi:type": "Company"}}`:                       "customer.name: is missing",
		`{"custommer": "A"}`:                                           "custommer: the schema has no such field here",
		`{"customer": "A"}`:                                            `customer: fields are expected, not the text "A"`,
		`{"line": {"sku": "a1", "quantity": 1}}`:                       `line[0].sku: "a1" does not have the form [A-Z]-\d+`,
		`{"line": {"sku": "A-1234567", "quantity": 1}}`:                `line[0].sku: "A-1234567" has 9 characters, more than 8`,
		`{"line": [{}, {"sku": "A-1", "quantity": "0"}]}`:              "line[1].quantity: 0 is not more than 0",
		`{"line": {"sku": "A-1", "quantity": "1.234"}}`:                "line[0].quantity: 1.234 has more than 2 digits",
		`{"line": {"sku": ["A-1", "A-2"], "quantity": "1"}}`:           "line[0].sku: comes 2 times, at most 1",
		`{"line": {"sku": "A-1", "quantity": "1", "part": [1,2,3,4]}}`: "line[0].part: comes 4 times, at most 3",
		`{"card": "1", "iban": "2"}`:                                   "only one of card, iban may be given",
		`{"currency": "USD"}`:                                          `currency: "USD" is none of the allowed values EUR, CZK`,
		`{"currency": null}`:                                           "currency: may not be null",
		`{"@urgent": "perhaps"}`:                                       `@urgent: "perhaps" is neither true nor false`,
		`{"@nothing": "1"}`:                                            "@nothing: the schema has no such attribute here",
		`{"due": "tomorrow"}`:                                          `due: "tomorrow" is no date`,
		`{"#any": "<x"}`:                                               "#any: it is no XML element",
	} {
		r := message.Build(d.Schema, o, value(t, input), nil)
		var all []string
		for _, p := range r.Problems {
			all = append(all, p.String())
		}
		if !strings.Contains(strings.Join(all, "\n"), want) {
			t.Errorf("%s: no word of %q in %q", input, want, all)
		}
	}
}

func TestBuildEncoded(t *testing.T) {
	d, o := load(t, "rpc.wsdl", "Draw")
	r := message.Build(d.Schema, o, value(t, `{"points": [{"x": 1, "label": "a"}, {"label": null, "x": 2}]}`), nil)
	if len(r.Problems) > 0 {
		t.Errorf("problems: %v", r.Problems)
	}
	want := xml(t, `<body xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:r="urn:rpc">
		<d:Draw xmlns:d="urn:draw" xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">
		<points xsi:type="enc:Array" enc:arrayType="r:Point[2]">
			<item xsi:type="r:Point"><x xsi:type="xsd:int">1</x><label xsi:type="xsd:string">a</label></item>
			<item xsi:type="r:Point"><x xsi:type="xsd:int">2</x><label xsi:type="xsd:string" xsi:nil="true"/></item>
		</points><names xsi:type="r:Point" xsi:nil="true"/></d:Draw></body>`)
	if diff := xmltest.Diff(want, written(t, r.Body)); diff != "" {
		t.Errorf("%s\n%s", diff, xmltree.Marshal(r.Body[0]))
	}
}

func TestBuildRPCLiteral(t *testing.T) {
	d, o := load(t, "rpc.wsdl", "Plot")
	r := message.Build(d.Schema, o, value(t, `{"point": {"label": "a", "x": 1}}`), nil)
	want := xml(t, `<body><p:Plot xmlns:p="urn:plot"><point><x>1</x><label>a</label></point></p:Plot></body>`)
	if diff := xmltest.Diff(want, written(t, r.Body)); diff != "" || len(r.Problems) > 0 {
		t.Errorf("%s\n%v", diff, r.Problems)
	}
	if r := message.Build(d.Schema, o, value(t, `{"pont": 1}`), nil); len(r.Problems) != 2 {
		t.Errorf("a wrong and a missing part: %v", r.Problems)
	}
}

// parse reads an answer, given as the children of its body.
func parse(t *testing.T, d *wsdl.Definitions, o *wsdl.Operation, body string) (string, *message.Reply) {
	t.Helper()
	root := xml(t, `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
		xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:o="urn:order" xmlns:r="urn:rpc"><s:Body>`+body+`</s:Body></s:Envelope>`)
	envelope, err := soap.ReadEnvelope(root)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := message.Parse(d.Schema, o, envelope)
	if err != nil {
		return err.Error(), reply
	}
	if reply.Fault != nil {
		return "fault " + reply.Fault.Reason, reply
	}
	data, err := json.Marshal(reply.Value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), reply
}

func TestParseLiteral(t *testing.T) {
	d, o := load(t, "order.wsdl", "Place")
	for name, c := range map[string]struct{ body, want string }{
		"one line is a list": {
			`<o:PlaceResponse><o:id> 7 </o:id><o:line><o:sku>A-1</o:sku><o:quantity> 1.50 </o:quantity><o:price currency="EUR">9007199254740993.10</o:price></o:line></o:PlaceResponse>`,
			`{"id":" 7 ","line":[{"sku":"A-1","quantity":"1.50","price":{"@currency":"EUR","#text":"9007199254740993.10"}}]}`,
		},
		"namespaces forgotten":   {`<PlaceResponse><id>7</id><line><sku>A-1</sku></line></PlaceResponse>`, `{"id":"7","line":[{"sku":"A-1"}]}`},
		"derived type":           {`<o:PlaceResponse><o:party xsi:type="o:Company" country="CZ"><o:name>A</o:name><o:taxId>1</o:taxId></o:party></o:PlaceResponse>`, `{"party":{"@xsi:type":"{urn:order}Company","@country":"CZ","name":"A","taxId":"1"}}`},
		"type that is none":      {`<o:PlaceResponse><o:id xsi:type="xsd:nonsense">7</o:id></o:PlaceResponse>`, `{"id":"7"}`},
		"null, empty and absent": {`<o:PlaceResponse><o:id/><o:total xsi:nil="true"/></o:PlaceResponse>`, `{"id":"","total":null}`},
		"unknown is kept":        {`<o:PlaceResponse><o:new><a>1</a><a>2</a></o:new></o:PlaceResponse>`, `{"new":{"a":["1","2"]}}`},
		"fault":                  {`<s:Fault><faultcode>s:Server.Busy</faultcode><faultstring>later</faultstring></s:Fault>`, "fault later"},
		"nothing":                {``, `{}`},
	} {
		if got, _ := parse(t, d, o, c.body); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestParseEncoded(t *testing.T) {
	d, o := load(t, "rpc.wsdl", "Draw")
	const multiRef = `<r:DrawResponse><result xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="e:Array" e:arrayType="r:Point[2]">
		<item href="#p1"/><item href="#p1"/></result><count xsi:type="xsd:int">2</count></r:DrawResponse>
		<multiRef id="p1" e:root="0" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="r:Point"><x xsi:type="xsd:int">1</x><label href="#l"/></multiRef>
		<multiRef id="l" xsi:type="xsd:string">a</multiRef>`
	if got, _ := parse(t, d, o, multiRef); got != `{"result":[{"x":"1","label":"a"},{"x":"1","label":"a"}],"count":"2"}` {
		t.Errorf("got %s", got)
	}
	const loop = `<r:DrawResponse><result><item href="#p"/></result></r:DrawResponse><multiRef id="p"><x href="#p"/></multiRef>`
	if got, _ := parse(t, d, o, loop); !strings.Contains(got, "refers to itself") {
		t.Errorf("a circle was read as %s", got)
	}
	var bomb strings.Builder
	bomb.WriteString(`<r:DrawResponse><result><item href="#a0"/></result></r:DrawResponse>`)
	for i := range 30 {
		ref := `<x href="#a` + string(rune('0'+i+1)) + `"/>`
		bomb.WriteString(`<multiRef id="a` + string(rune('0'+i)) + `">` + ref + ref + `</multiRef>`)
	}
	if got, _ := parse(t, d, o, strings.ReplaceAll(strings.ReplaceAll(bomb.String(), "#a<", "#a_"), `"a<"`, `"a_"`)); !strings.Contains(got, "more than") {
		t.Errorf("a bomb of references was read as %.80s", got)
	}
}

func TestParseRPCLiteral(t *testing.T) {
	d, o := load(t, "rpc.wsdl", "Plot")
	for _, body := range []string{`<p:PlotResponse xmlns:p="urn:plot"><return>5</return></p:PlotResponse>`, `<anything><other>5</other></anything>`} {
		if got, _ := parse(t, d, o, body); got != `{"return":"5"}` {
			t.Errorf("%s: got %s", body, got)
		}
	}
}

func TestPaths(t *testing.T) {
	v := message.Group()
	for path, text := range map[string]string{"order.customer.@id": "7", "order.{urn:a.b}x": "y"} {
		if err := v.Put(path, message.Text(text)); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range [][2]string{{"order.lines[0].sku", "A"}, {"order.lines[1].sku", "B"}, {"order.lines[].quantity", "2"}, {"order.tags[1]", "t"}} {
		if err := v.Put(step[0], message.Text(step[1])); err != nil {
			t.Fatal(err)
		}
	}
	order := v.Field("order")
	if got, _ := json.Marshal(order.Field("lines")); string(got) != `[{"sku":"A"},{"sku":"B","quantity":"2"}]` {
		t.Errorf("lines are %s", got)
	}
	for path, want := range map[string]string{
		"order.lines.sku": "A,B", "order.lines[].sku": "A,B", "order.lines[1].sku": "B", "order.lines[7].sku": "", "order.customer.@id": "7",
		"order.{urn:a.b}x": "y", "order.nothing.at.all": "", "order.lines[x]": "", "order.tags[1]": "t",
	} {
		var got []string
		for _, found := range v.At(path) {
			got = append(got, found.Text())
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%s leads to %q, want %s", path, got, want)
		}
	}
	for _, bad := range []string{"", "a..b", "a[", "a[-1]", "a[99999999]", "order.customer.@id.deeper"} {
		if err := v.Put(bad, message.Text("x")); err == nil {
			t.Errorf("%q was taken for a path", bad)
		}
	}
}

func TestJSONKeepsOrder(t *testing.T) {
	const text = `{"z":"1","a":[null,{"b":"2"}],"m":{}}`
	got, err := json.Marshal(value(t, text))
	if err != nil || string(got) != text {
		t.Errorf("got %s, %v", got, err)
	}
	if err := json.Unmarshal([]byte(strings.Repeat("[", 1000)), message.Group()); err == nil {
		t.Error("a deep nest was read")
	}
}

// FuzzParse: no answer, whatever it holds, does more than be read or refused.
func FuzzParse(f *testing.F) {
	order, place := load(f, "order.wsdl", "Place")
	rpc, draw := load(f, "rpc.wsdl", "Draw")
	for _, s := range []string{
		`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><PlaceResponse><id>1</id><line><sku/></line></PlaceResponse></s:Body></s:Envelope>`,
		`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><r><result><i href="#a"/></result></r><m id="a"><x href="#a"/></m></s:Body></s:Envelope>`,
		`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault></s:Body></s:Envelope>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		root, err := xmltree.Parse(data, "", xmltree.MessageLimits())
		if err != nil {
			return
		}
		envelope, err := soap.ReadEnvelope(root)
		if err != nil {
			return
		}
		for _, try := range []struct {
			d *wsdl.Definitions
			o *wsdl.Operation
		}{{order, place}, {rpc, draw}} {
			reply, err := message.Parse(try.d.Schema, try.o, envelope)
			if err != nil || reply.Fault != nil {
				continue
			}
			message.Build(try.d.Schema, try.o, reply.Value, reply.Header)
		}
	})
}

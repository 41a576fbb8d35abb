package wsdl_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tandem/soap"
	"tandem/soap/source"
	"tandem/soap/wsdl"
	"tandem/soap/xmltree"
)

func files(texts map[string]string) source.Fetch {
	all := fstest.MapFS{}
	for name, text := range texts {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return source.Files(all)
}

const head = `xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:s2="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t"`

// spread is a description of which everything stands in another document.
func spread() map[string]string {
	return map[string]string{
		"a/main.wsdl": `<definitions name="n" ` + head + `><import namespace="urn:p" location="../B/ports.wsdl"/>
			<binding name="b" type="p:pt" xmlns:p="urn:p"><s:binding style="rpc"/><operation name="o"><s:operation soapAction="act" style="document"/>
			<input><s:body use="literal"/></input><output><s:body use="literal"/></output></operation></binding>
			<binding name="b2" type="p:pt" xmlns:p="urn:p"><s2:binding style="document"/><operation name="o"><s2:operation/></operation></binding>
			<binding name="get" type="p:pt" xmlns:p="urn:p"/>
			<service name="one"><documentation>First.</documentation><port name="p" binding="t:b"><s:address location="http://one.example/"/></port><port name="h" binding="t:get"/></service>
			<service name="two"><port name="p" binding="t:b2"><s2:address location="http://two.example/"/></port></service></definitions>`,
		"b/ports.wsdl": `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:p="urn:p" targetNamespace="urn:p">
			<import namespace="urn:t" location="../a/main.wsdl"/><import namespace="urn:e" location="types.xsd"/>
			<message name="in"><part name="parameters" element="e:In" xmlns:e="urn:e"/></message>
			<message name="out"><part name="parameters" element="e:Out" xmlns:e="urn:e"/></message>
			<message name="bad"><part name="f" element="e:Bad" xmlns:e="urn:e"/></message>
			<portType name="pt"><operation name="o"><documentation>Does
			  it.</documentation><input message="p:in"/><output message="p:out"/><fault name="bad" message="p:bad"/></operation></portType></definitions>`,
		"b/types.xsd": `<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:e="urn:e" targetNamespace="urn:e">
			<x:include schemaLocation="types.xsd"/><x:include schemaLocation="more.xsd"/>
			<x:element name="In" type="e:T"/><x:element name="Out"/><x:element name="Bad" type="x:string"/></x:schema>`,
		"b/more.xsd": `<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema"><x:complexType name="T"><x:sequence><x:element name="again" type="T" minOccurs="0"/></x:sequence></x:complexType></x:schema>`,
	}
}

func checkSpread(t *testing.T, d *wsdl.Definitions, err error) {
	t.Helper()
	if err != nil || len(d.Missing())+len(d.Warnings()) > 0 {
		t.Fatalf("%v %v %v", err, d.Missing(), d.Warnings())
	}
	if len(d.Services) != 2 || len(d.Bindings) != 2 || len(d.Services[0].Ports) != 1 || d.Services[0].Doc != "First." {
		t.Fatalf("services %+v, bindings %+v", d.Services, d.Bindings)
	}
	one, two := d.Services[0].Ports[0], d.Services[1].Ports[0]
	if one.Address != "http://one.example/" || one.Binding.Version != soap.V11 || two.Address != "http://two.example/" || two.Binding.Version != soap.V12 {
		t.Errorf("ports %+v and %+v", one, two)
	}
	o := one.Binding.Operation("o")
	if o == nil || o.Action != "act" || o.Style != wsdl.Document || o.Doc != "Does it." || len(o.Faults) != 1 || o.Faults[0].Part.Element.Name.Local != "Bad" {
		t.Errorf("operation %+v", o)
	}
	if part := o.In.Parts[0]; part.Element.Name != (xmltree.Name{Space: "urn:e", Local: "In"}) || part.Element.Type.Name.Space != "urn:e" || part.Element.Type.Content() == nil {
		t.Errorf("part %+v", part)
	}
}

func TestSpreadOverFiles(t *testing.T) {
	d, err := wsdl.Load(context.Background(), "a/main.wsdl", files(map[string]string{
		"a/main.wsdl": spread()["a/main.wsdl"], "B/ports.wsdl": spread()["b/ports.wsdl"], "B/TYPES.xsd": spread()["b/types.xsd"], "B/More.xsd": spread()["b/more.xsd"],
	}), source.Limits{})
	checkSpread(t, d, err)
}

func TestSpreadOverTheNet(t *testing.T) {
	documents := spread()
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.ToLower(r.URL.Query().Get("doc"))
		text, ok := documents[name]
		if user, _, _ := r.BasicAuth(); user != "ada" || !ok {
			http.NotFound(w, r)
			return
		}
		asked = append(asked, name)
		// The addresses of such services are queries, relative to their own.
		for _, ref := range []string{"../B/ports.wsdl", "../a/main.wsdl", "types.xsd", "more.xsd"} {
			to := "b/" + ref[strings.LastIndex(ref, "/")+1:]
			if strings.Contains(ref, "main") {
				to = "a/main.wsdl"
			}
			text = strings.ReplaceAll(text, `"`+ref+`"`, `"?doc=`+to+`"`)
		}
		_, _ = fmt.Fprint(w, text)
	}))
	defer server.Close()
	fetch := source.HTTP(server.Client(), func(r *http.Request) { r.SetBasicAuth("ada", "x") })
	d, err := wsdl.Load(context.Background(), server.URL+"/svc?doc=a/main.wsdl", fetch, source.Limits{})
	checkSpread(t, d, err)
	if slices.Sort(asked); len(slices.Compact(asked)) != 4 || len(asked) != 4 {
		t.Errorf("asked for %q", asked)
	}
	if _, err := wsdl.Load(context.Background(), server.URL+"/nothing", fetch, source.Limits{}); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("got %v", err)
	}
	if _, err := wsdl.Load(context.Background(), "file:///etc/passwd", fetch, source.Limits{}); err == nil || !strings.Contains(err.Error(), "only http") {
		t.Errorf("got %v", err)
	}
}

func TestBrokenDescriptionsSayWhatIsMissing(t *testing.T) {
	schema := func(content string) string {
		return `<definitions ` + head + `><types><x:schema targetNamespace="urn:t">` + content + `</x:schema></types></definitions>`
	}
	for name, c := range map[string]struct{ text, want string }{
		"no such document":     {`<definitions ` + head + `><import namespace="urn:g" location="gone.wsdl"/></definitions>`, `document "gone.wsdl" of namespace "urn:g", imported by main.wsdl`},
		"no such schema":       {schema(`<x:import namespace="urn:g" schemaLocation="gone.xsd"/>`), `schema "gone.xsd" of namespace "urn:g", imported by main.wsdl`},
		"empty location":       {`<definitions ` + head + `><import namespace="urn:g"/></definitions>`, "it has no location"},
		"no such message":      {`<definitions ` + head + `><portType name="p"><operation name="o"><input message="t:gone"/></operation></portType><binding name="b" type="t:p"><s:binding/><operation name="o"/></binding></definitions>`, "message {urn:t}gone"},
		"no such port type":    {`<definitions ` + head + `><binding name="b" type="t:gone"><s:binding/></binding></definitions>`, "port type {urn:t}gone"},
		"no such operation":    {`<definitions ` + head + `><portType name="p"/><binding name="b" type="t:p"><s:binding/><operation name="gone"/></binding></definitions>`, "operation gone of port type {urn:t}p"},
		"no such type":         {schema(`<x:element name="e" type="t:gone"/>`), "type {urn:t}gone"},
		"no such element":      {schema(`<x:complexType name="c"><x:sequence><x:element ref="t:gone"/></x:sequence></x:complexType>`), "element {urn:t}gone"},
		"no such group":        {schema(`<x:complexType name="c"><x:group ref="t:gone"/></x:complexType>`), "group {urn:t}gone"},
		"no such attribute":    {schema(`<x:complexType name="c"><x:attribute ref="t:gone"/></x:complexType>`), "attribute {urn:t}gone"},
		"type from itself":     {schema(`<x:complexType name="c"><x:complexContent><x:extension base="t:d"/></x:complexContent></x:complexType><x:complexType name="d"><x:complexContent><x:extension base="t:c"/></x:complexContent></x:complexType>`), "which is made from itself"},
		"list of itself":       {schema(`<x:simpleType name="c"><x:list itemType="t:c"/></x:simpleType>`), "which is made from itself"},
		"group in itself":      {schema(`<x:group name="g"><x:sequence><x:group ref="t:h"/></x:sequence></x:group><x:group name="h"><x:choice><x:group ref="t:g"/></x:choice></x:group>`), "which holds itself"},
		"attributes in itself": {schema(`<x:complexType name="c"><x:attributeGroup ref="t:g"/></x:complexType><x:attributeGroup name="g"><x:attributeGroup ref="t:g"/></x:attributeGroup>`), "attribute group {urn:t}g holds itself"},
		"a page":               {`<html/>`, "this is a web page"},
		"WSDL 2.0":             {`<description xmlns="http://www.w3.org/ns/wsdl"/>`, "this is WSDL 2.0"},
		"a schema":             {`<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema"/>`, "this is a schema"},
		"something":            {`<a/>`, "its root is a"},
		"no XML":               {`{}`, "line 1"},
		"an entity":            {`<!DOCTYPE definitions [<!ENTITY e SYSTEM "file:///etc/passwd">]><definitions ` + head + `>&e;</definitions>`, "&e; is not one"},
	} {
		d, err := wsdl.Load(context.Background(), "main.wsdl", files(map[string]string{"main.wsdl": c.text}), source.Limits{})
		said := fmt.Sprint(err)
		if err == nil {
			said = strings.Join(d.Missing(), "\n")
			for _, s := range d.Schema.Types { // whatever is wrong, following it comes to an end
				s.Content()
				s.Attributes()
				s.Builtin()
				_ = s.Validate("x")
			}
		}
		if !strings.Contains(said, c.want) {
			t.Errorf("%s: no word of %q in %q", name, c.want, said)
		}
	}
}

func TestLimitsEndTheLoading(t *testing.T) {
	endless := func(_ context.Context, address string, _ int64) ([]byte, error) {
		return []byte(`<definitions ` + head + `><import namespace="urn:g" location="` + address + `x"/></definitions>`), nil
	}
	if _, err := wsdl.Load(context.Background(), "main.wsdl", endless, source.Limits{}); !errors.Is(err, source.ErrLimit) {
		t.Errorf("an endless description: %v", err)
	}
	wide := func(_ context.Context, address string, _ int64) ([]byte, error) {
		var b strings.Builder
		for i := range 20 {
			fmt.Fprintf(&b, `<import namespace="urn:g" location="%s%d"/>`, address, i)
		}
		return []byte(`<definitions ` + head + `>` + b.String() + `</definitions>`), nil
	}
	if _, err := wsdl.Load(context.Background(), "main.wsdl", wide, source.Limits{}); !errors.Is(err, source.ErrLimit) {
		t.Errorf("a wide description: %v", err)
	}
	limits := source.DefaultLimits()
	limits.Bytes = 100
	large := files(map[string]string{"main.wsdl": strings.Repeat(" ", 101) + "<definitions/>"})
	if _, err := wsdl.Load(context.Background(), "main.wsdl", large, limits); !errors.Is(err, source.ErrLimit) {
		t.Errorf("a large description: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	slow := func(ctx context.Context, _ string, _ int64) ([]byte, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if _, err := wsdl.Load(ctx, "main.wsdl", slow, source.Limits{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a slow description: %v", err)
	}
}

func TestRedefinedTypesKeepTheirOriginal(t *testing.T) {
	d, err := wsdl.Load(context.Background(), "main.wsdl", files(map[string]string{
		"main.wsdl": `<definitions ` + head + `><types><x:schema targetNamespace="urn:t">
			<x:redefine schemaLocation="base.xsd"><x:complexType name="C"><x:complexContent><x:extension base="t:C"><x:sequence><x:element name="b"/></x:sequence></x:extension></x:complexContent></x:complexType>
			<x:simpleType name="S"><x:restriction base="t:S"><x:maxLength value="3"/></x:restriction></x:simpleType></x:redefine></x:schema></types></definitions>`,
		"base.xsd": `<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
			<x:complexType name="C"><x:sequence><x:element name="a"/></x:sequence></x:complexType>
			<x:simpleType name="S"><x:restriction base="x:string"><x:pattern value="[ab]*"/></x:restriction></x:simpleType></x:schema>`,
	}), source.Limits{})
	if err != nil || len(d.Missing()) > 0 {
		t.Fatal(err, d.Missing())
	}
	c := d.Schema.Types[xmltree.Name{Space: "urn:t", Local: "C"}].Content()
	if c == nil || len(c.Children) != 2 || c.Children[0].Children[0].Element.Name.Local != "a" || c.Children[1].Children[0].Element.Name.Local != "b" {
		t.Errorf("the content is %+v", c)
	}
	s := d.Schema.Types[xmltree.Name{Space: "urn:t", Local: "S"}]
	for value, ok := range map[string]bool{"ab": true, "abab": false, "c": false} {
		if err := s.Validate(value); (err == nil) != ok {
			t.Errorf("%q: %v", value, err)
		}
	}
}

// FuzzLoad: no document, which may import itself and another, does more than
// be loaded or refused, soon.
func FuzzLoad(f *testing.F) {
	for _, text := range spread() {
		f.Add([]byte(text))
	}
	f.Add([]byte(`<definitions ` + head + `><types><x:schema targetNamespace="urn:t"><x:redefine schemaLocation="main"><x:group name="g"><x:all><x:group ref="t:g"/></x:all></x:group></x:redefine>
		<x:simpleType name="s"><x:union memberTypes="t:s x:int"/></x:simpleType><x:element name="e" substitutionGroup="t:e"/></x:schema></types></definitions>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		other := spread()["b/types.xsd"]
		fetch := func(_ context.Context, address string, _ int64) ([]byte, error) {
			switch address {
			case "main":
				return data, nil
			case "other.xsd":
				return []byte(other), nil
			}
			return nil, errors.New("not found")
		}
		begin := time.Now()
		d, err := wsdl.Load(context.Background(), "main", fetch, source.Limits{})
		if took := time.Since(begin); took > 5*time.Second {
			t.Fatalf("loading took %v", took)
		}
		if err != nil {
			return
		}
		for _, s := range d.Schema.Types {
			s.Content()
			s.Attributes()
			s.ArrayItem()
			_ = s.Validate("1")
		}
	})
}

package api_test

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"tandem/api"
	"tandem/dictionary"
	"tandem/routine"
)

// foreign runs a SOAP client that others have written against a place.
func foreign(t *testing.T, check []string, command ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("foreign clients are left out of -short")
	}
	if out, err := exec.CommandContext(t.Context(), check[0], check[1:]...).CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not there: %s", command[0], out)
		}
		t.Skipf("NOT TESTED: %v does not work: run scripts/install-test-tools.sh", check)
	}
	everywhere(t, func(p *place) {
		custom := dictionary.CustomField{Object: "customer", Field: dictionary.Field{Name: "segment", Type: dictionary.Enum, Values: []string{"small", "large"}}}
		p.check(p.store.AddCustomField(p.Context(), p.account.ID, custom))
		for _, version := range []string{"1", "2"} {
			args := append(slices.Clone(command[1:]), p.server.URL+"/soap/v1", "secret", version)
			out, err := exec.CommandContext(p.Context(), command[0], args...).CombinedOutput()
			if err != nil || strings.TrimSpace(string(out)) != "ok" {
				p.Errorf("SOAP 1.%s: %v\n%s", version, err, out)
			}
		}
	})
}

func TestPHP(t *testing.T) {
	foreign(t, []string{"php", "-r", "exit(class_exists('SoapClient') ? 0 : 1);"}, "php", "testdata/client.php")
}

func TestZeep(t *testing.T) {
	foreign(t, []string{"/usr/bin/python3", "-c", "import zeep"}, "/usr/bin/python3", "testdata/client.py")
}

// Whatever changes something by REST can be done by SOAP, under the same name.
func TestSOAPCanDoWhatRESTCan(t *testing.T) {
	p := newPlace(t, storeIn(t), api.Limits{})
	operations := p.operations()
	description := p.gets(200, "GET", "/openapi.json", "")
	paths, _ := description.body["paths"].(map[string]any)
	changing := 0
	for path, methods := range paths {
		for method, op := range methods.(map[string]any) {
			if method == "get" || strings.HasPrefix(path, "/bulk/") { // many upserts are many calls
				continue
			}
			id, _ := op.(map[string]any)["operationId"].(string)
			if changing++; !slices.Contains(operations, id) {
				t.Errorf("%s %s (%s) is missing in the WSDL", method, path, id)
			}
		}
	}
	if changing < 50 {
		t.Errorf("only %d operations change something", changing)
	}
	for _, r := range routine.New(routine.Options{}).List() {
		if !slices.Contains(operations, r.TypeName()) {
			t.Errorf("the routine %s is missing in the WSDL", r.Name)
		}
	}
}

// operations lists what the WSDL has.
func (p *place) operations() (names []string) {
	for line := range strings.SplitSeq(p.wsdl("?wsdl"), "<wsdl:operation name=\"") {
		name, _, _ := strings.Cut(line, `"`)
		names = append(names, name)
	}
	return names
}

func (p *place) wsdl(query string) string {
	p.Helper()
	r, err := http.NewRequestWithContext(p.Context(), http.MethodGet, p.server.URL+"/soap/v1"+query, nil)
	p.check(err)
	response, err := p.server.Client().Do(r)
	p.check(err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	p.check(err)
	return string(text)
}

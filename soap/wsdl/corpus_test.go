package wsdl_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tandem/soap/internal/corpus"
	"tandem/soap/source"
	"tandem/soap/wsdl"
)

// dangling are descriptions that two other loaders take because they do not
// look at what is never defined, each with a part of what it refers to in vain.
func dangling() map[string]string {
	const (
		axis2   = "axis2/modules/"
		cxf     = "cxf/tools/"
		postman = "postman/test/data/"
	)
	return map[string]string{
		axis2 + "jaxws-integration/src/test/java/org/apache/axis2/jaxws/proxy/rpclit/META-INF/RPCLit.wsdl":           "headerReturn",
		axis2 + "jaxws-integration/src/test/java/org/apache/axis2/jaxws/swamtom/server/META-INF/swamtomservice.wsdl": "swamtomservice.types.test.org}mtom",
		axis2 + "xmlbeans/test-resources/unreferenced.wsdl":                                                          "echoSOAPStructFaultRequest1",
		cxf + "validator/src/test/java/org/apache/cxf/tools/validator/internal/resources/NoTypeRef.wsdl":             "headers}inHeader",
		cxf + "wsdlto/test/src/test/resources/wsdl2java_wsdl/cxf805/hello_world_with_typo.wsdl":                      "greetMee",
		postman + "separatedFiles/noRootFile/Services.wsdl":                                                          "ElementType",
		postman + "specialCases/NoElementInSchema.wsdl":                                                              "NumberToWords",
		postman + "specialCases/NoSchema.wsdl":                                                                       "NumberToWords",
		postman + "validWSDLs11/emptyMessagesIssue.wsdl":                                                             "Workday_Common_Header",
		postman + "validWSDLs11/loopRefElements.wsdl":                                                                "DeedsResult",
	}
}

// TestCorpusLoads loads every description of the collection: each is read
// wholly or names what it lacks, in bounded time.
func TestCorpusLoads(t *testing.T) {
	dir := corpus.Dir(t)
	files := os.DirFS(dir)
	known := map[string]map[string]string{}
	for _, row := range corpus.Rows(t, filepath.Join(dir, "load_results.csv")) {
		known[row["path"]] = row
	}
	dangling := dangling()
	var all, roots, whole, agreed int
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".wsdl") {
			return err
		}
		all++
		begin := time.Now()
		definitions, err := wsdl.Load(context.Background(), path, source.Files(files), source.Limits{})
		if took := time.Since(begin); took > 2*time.Second {
			t.Errorf("%s took %v", path, took)
		}
		if err != nil && (err.Error() == path || errors.Is(err, context.DeadlineExceeded)) {
			t.Errorf("%s: %v", path, err)
		}
		row := known[path]
		if row == nil {
			return nil // a part of another, or the same once more
		}
		roots++
		isWhole := err == nil && len(definitions.Missing()) == 0
		if isWhole {
			whole++
		}
		if !loadsElsewhere(row) {
			return nil
		}
		agreed++
		what, dangles := dangling[path]
		if isWhole == dangles || dangles && !strings.Contains(strings.Join(missing(definitions), " "), what) {
			t.Errorf("%s: dangles %v %q, got %v %v", path, dangles, what, err, missing(definitions))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d documents, none hung; of %d descriptions %d load wholly; of %d that two other loaders take, all but %d that dangle", all, roots, whole, agreed, len(dangling))
	if roots == 0 || float64(whole) < 0.88*float64(roots) {
		t.Errorf("only %d of %d load wholly", whole, roots)
	}
}

// loadsElsewhere says whether at least two of three other loaders take it.
func loadsElsewhere(row map[string]string) bool {
	n := 0
	for _, loader := range []string{"php", "zeep", "suds"} {
		if row[loader] == "OK" {
			n++
		}
	}
	return n >= 2
}

func missing(d *wsdl.Definitions) []string {
	if d == nil {
		return nil
	}
	return d.Missing()
}

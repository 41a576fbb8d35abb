package client_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tandem/soap"
	"tandem/soap/client"
	"tandem/soap/message"
	"tandem/soap/source"
	"tandem/soap/wsdl"
)

// need skips a test whose programs are not installed, and fails it where
// everything must run.
func need(t *testing.T, packages string, programs ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("it starts a foreign server")
	}
	for _, p := range programs {
		if _, err := exec.LookPath(p); err == nil {
			continue
		}
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not installed; on Debian: apt-get install %s", p, packages)
		}
		t.Skipf("NOT RUN: %s is not installed; on Debian: apt-get install %s", p, packages)
	}
}

// start runs a server until the test ends.
func start(t *testing.T, dir, program string, args ...string) *bufio.Reader {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
	})
	return bufio.NewReader(out)
}

func run(t *testing.T, dir, program string, args ...string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

func loadFile(t *testing.T, dir, name string) *wsdl.Definitions {
	t.Helper()
	d, err := wsdl.Load(context.Background(), name, source.Files(os.DirFS(dir)), source.Limits{})
	if err != nil || len(d.Missing()) > 0 {
		t.Fatalf("%v %v", err, d.Missing())
	}
	return d
}

func text(fields ...string) *message.Value {
	group := message.Group()
	for i := 0; i < len(fields); i += 2 {
		group.Set(fields[i], message.Text(fields[i+1]))
	}
	return group
}

// TestPHPServer calls PHP's SoapServer: document and rpc, literal and encoded, SOAP 1.1 and 1.2.
func TestPHPServer(t *testing.T) {
	need(t, "php-cli php-soap", "php")
	endpoint := startPHP(t)
	for _, kind := range []string{"document", "rpc", "encoded"} {
		for _, port := range []string{"soap", "soap12"} {
			if kind == "encoded" && port == "soap12" {
				continue
			}
			t.Run(kind+" "+port, func(t *testing.T) {
				c, err := client.New(loadFile(t, "testdata/php", kind+".wsdl"), client.Settings{
					Port: port, Endpoint: endpoint + kind + ".wsdl", Username: "ada", Password: "žluť",
				})
				if err != nil {
					t.Fatal(err)
				}
				placeWithPHP(t, c, kind)
			})
		}
	}
	c, err := client.New(loadFile(t, "testdata/php", "rpc.wsdl"), client.Settings{Endpoint: endpoint + "rpc.wsdl", Username: "ada", Password: "wrong"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Call(context.Background(), "Place", phpOrder("rpc", "7"), nil)
	if e, ok := errors.AsType[*client.HTTPError](err); !ok || e.Status != http.StatusUnauthorized {
		t.Errorf("a wrong password: %v", err)
	}
}

func startPHP(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	start(t, "testdata/php", "php", "-S", address, "server.php")
	for range 200 {
		if conn, err := net.Dial("tcp", address); err == nil {
			_ = conn.Close()
			return "http://" + address + "/"
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("PHP does not listen")
	return ""
}

func phpOrder(kind, customer string) *message.Value {
	lines := message.List(text("sku", "A & B", "quantity", "1.5"), text("sku", "ř", "quantity", "2"))
	order := message.Group(message.Field{Name: "customer", Value: message.Text(customer)})
	switch kind {
	case "document":
		order.Set("line", lines)
	case "rpc":
		order.Set("lines", message.Group(message.Field{Name: "line", Value: lines}))
	default:
		order.Set("lines", lines)
	}
	if kind != "document" {
		order.Set("note", message.Text("n"))
	}
	return order
}

func placeWithPHP(t *testing.T, c *client.Client, kind string) {
	t.Helper()
	x, err := c.Call(context.Background(), "Place", phpOrder(kind, "7"), nil)
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, x.Request, x.Response)
	}
	skus := map[string]string{"document": "line[].sku", "rpc": "lines.line[].sku", "encoded": "lines[].sku"}[kind]
	got := x.Reply.Value
	second := ""
	if found := got.At(skus); len(found) == 2 {
		second = found[1].Text()
	}
	if got.First("id").Text() != "SO-7" || got.First("quantity").Text() != "3.5" || second != "ř" {
		t.Errorf("got %s\n%s", show(got), x.Response)
	}
	x, err = c.Call(context.Background(), "Place", phpOrder(kind, ""), nil)
	fault, ok := errors.AsType[*soap.Fault](err)
	if !ok || fault.Reason != "an order needs a customer" || fault.Code != soap.Sender {
		t.Fatalf("a bad order: %v\n%s\n%s", err, x.Request, x.Response)
	}
	if len(fault.Detail) == 0 || !strings.Contains(fault.Detail[0].Content()+fault.Detail[0].Child("reason").Content(), "customer") {
		t.Errorf("the detail is %+v\n%s", fault.Detail, x.Response)
	}
}

func show(v *message.Value) string {
	data, err := v.MarshalJSON()
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// TestGSOAPServer calls servers that gSOAP makes, by the WSDL that it makes with them.
func TestGSOAPServer(t *testing.T) {
	need(t, "gsoap libgsoap-dev gcc", "soapcpp2", "gcc")
	header, err := os.ReadFile("testdata/gsoap/orders.h")
	if err != nil {
		t.Fatal(err)
	}
	program, err := filepath.Abs("testdata/gsoap/server.c")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []struct{ style, encoding, flags string }{
		{"document", "literal", "-c"}, {"rpc", "literal", "-c"}, {"rpc", "encoded", "-c"}, {"document", "literal", "-c -2"},
	} {
		t.Run(fmt.Sprint(kind), func(t *testing.T) {
			dir := t.TempDir()
			text := strings.NewReplacer("STYLE", kind.style, "ENCODING", kind.encoding).Replace(string(header))
			if err := os.WriteFile(filepath.Join(dir, "orders.h"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			run(t, dir, "soapcpp2", append(strings.Fields(kind.flags), "-S", "-L", "-x", "orders.h")...)
			run(t, dir, "gcc", "-w", "-I.", "-DMODE=0", "-o", "server", program, "soapC.c", "soapServer.c", "-lgsoap")
			port, err := start(t, dir, filepath.Join(dir, "server")).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			c, err := client.New(loadFile(t, dir, "Orders.wsdl"), client.Settings{Endpoint: "http://127.0.0.1:" + strings.TrimSpace(port) + "/"})
			if err != nil {
				t.Fatal(err)
			}
			placeWithGSOAP(t, c)
		})
	}
}

func placeWithGSOAP(t *testing.T, c *client.Client) {
	t.Helper()
	order := func(customer string) *message.Value {
		return message.Group(message.Field{Name: "second", Value: text("sku", "ř & ž", "quantity", "2")},
			message.Field{Name: "customer", Value: message.Text(customer)}, message.Field{Name: "first", Value: text("quantity", "1.5", "sku", "A")})
	}
	x, err := c.Call(context.Background(), "Place", order("7"), nil)
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, x.Request, x.Response)
	}
	// In rpc the result stands in an accessor of its own.
	got := x.Reply.Value
	if inner := got.Field("PlaceResponse"); inner != nil {
		got = inner
	}
	if got.First("id").Text() != "SO-7" || got.First("total").Text() != "3.5" || got.First("last.sku").Text() != "ř & ž" {
		t.Errorf("got %s\n%s", show(x.Reply.Value), x.Response)
	}
	x, err = c.Call(context.Background(), "Place", order(""), nil)
	fault, ok := errors.AsType[*soap.Fault](err)
	if !ok || fault.Reason != "an order needs a customer" || fault.Code != soap.Sender || len(fault.Detail) != 1 || fault.Detail[0].Content() != "customer" {
		t.Errorf("a bad order: %v %+v\n%s\n%s", err, fault, x.Request, x.Response)
	}
}

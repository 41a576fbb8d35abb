package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// story is the whole program with a person at a browser in front of it.
type story struct {
	t      *testing.T
	ctx    context.Context //nolint:containedctx // the browser's
	dir    string          // the data directory
	url    string
	stop   func()
	secret string // what no page may ever show
	output *safeBuffer
}

// newStory starts a server on an empty account and a browser.
func newStory(t *testing.T) *story {
	t.Helper()
	s := &story{t: t, dir: filepath.Join(t.TempDir(), "data"), output: &safeBuffer{}}
	file := filepath.Join(t.TempDir(), "account.yaml")
	if err := os.WriteFile(file, []byte("account: acme\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.command("apply", "-f", file)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		Main{Stdin: strings.NewReader(""), Stdout: s.output, Stderr: s.output, Environment: os.LookupEnv}.
			Run(ctx, []string{"serve", "--data", s.dir, "--listen", "127.0.0.1:0", "--json"})
	}()
	s.stop = sync.OnceFunc(func() {
		cancel()
		<-ended
	})
	t.Cleanup(s.stop)
	var told struct {
		URL       string `json:"url"`
		OwnerLink string `json:"owner_link"`
	}
	s.eventually("the server is up", func() bool {
		return json.NewDecoder(strings.NewReader(s.output.String())).Decode(&told) == nil
	})
	s.url = strings.TrimSuffix(told.URL, "/")
	s.ctx = browserOf(t)
	s.becomeOwner(strings.TrimPrefix(told.OwnerLink, s.url))
	return s
}

// becomeOwner follows the link that the server shows the first person.
func (s *story) becomeOwner(link string) {
	s.t.Helper()
	const password = "a tandem has two saddles"
	s.open(link)
	s.fill("E-mail address", "eva@acme.example")
	s.fill("Your name", "Eva")
	s.fill("New password", password)
	s.fill("The same password again", password)
	s.click("Become the owner")
	s.see("Overview")
}

// command runs a command on the data directory and returns what it printed.
func (s *story) command(args ...string) string {
	s.t.Helper()
	var out bytes.Buffer
	code := Main{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Environment: os.LookupEnv}.Run(s.t.Context(), append(args, "--data", s.dir))
	if code != exitDone {
		s.t.Fatalf("tandem %s: %d\n%s", strings.Join(args, " "), code, out.String())
	}
	return out.String()
}

// browserOf starts a browser that ends with the test. Where there is none the
// test is passed over; with CI=true it fails, because green must mean that it ran.
func browserOf(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser: not with -short")
	}
	program, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no browser is installed: run scripts/install-test-tools.sh as root")
		}
		t.Skip("SKIPPED: no browser is installed: run scripts/install-test-tools.sh as root")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, chromedp.ExecPath(program), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.Flag("hide-scrollbars", true), chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "en"))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// eventually waits until something is so.
func (s *story) eventually(what string, is func() bool) {
	s.t.Helper()
	for begin := time.Now(); time.Since(begin) < 30*time.Second; time.Sleep(50 * time.Millisecond) {
		if is() {
			return
		}
	}
	text := ""
	if s.ctx != nil {
		text, _ = chromedp.Run(s.ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText`))
	}
	s.t.Fatalf("in vain: %s\n%s", what, text)
}

func (s *story) open(path string) {
	s.t.Helper()
	if err := chromedp.Do(s.ctx, chromedp.Navigate(s.url+path)); err != nil {
		s.t.Fatal(err)
	}
}

// stage is what a person looks at: the dialog that is open, else the page.
const stage = `(document.querySelector("dialog[open]") || document.body)`

func quoted(text string) string {
	octets, _ := json.Marshal(text)
	return string(octets)
}

// is evaluates a condition; a page that is just being left has none.
func (s *story) is(condition string) bool {
	ok, err := chromedp.Run(s.ctx, chromedp.Evaluate[bool](condition))
	return err == nil && ok
}

// see waits until a text can be read, and looks that no secret can.
func (s *story) see(text string) {
	s.t.Helper()
	s.eventually("see "+text, func() bool { return s.is(stage + `.innerText.includes(` + quoted(text) + `)`) })
	if s.secret != "" && s.is(`document.documentElement.outerHTML.includes(`+quoted(s.secret)+`)`) {
		s.t.Errorf("the page that says %q shows the secret", text)
	}
}

// click clicks what bears a label, as soon as it is there and the page's script runs.
func (s *story) click(label string) {
	s.t.Helper()
	s.eventually("click "+label, func() bool {
		return s.is(`document.readyState === "complete" && (() => {
			const found = [...` + stage + `.querySelectorAll("button, a, [role=switch], summary")].filter(e => e.offsetParent !== null || e.getClientRects().length);
			const named = e => [e.innerText.trim(), e.getAttribute("aria-label")].includes(` + quoted(label) + `);
			const one = found.find(named);
			if (one) one.click();
			return !!one;
		})()`)
	})
}

// fill types into the field of a label.
func (s *story) fill(label, text string) {
	s.t.Helper()
	s.eventually("fill "+label, func() bool {
		return s.is(`(() => {
			const one = [...` + stage + `.querySelectorAll("label")].find(l => l.innerText.replace("*", "").trim() === ` + quoted(label) + `);
			const field = one && document.getElementById(one.htmlFor);
			if (field) field.value = ` + quoted(text) + `;
			return !!field;
		})()`)
	})
}

// pictures are the sizes and themes in which pages are looked at.
var pictures = []struct {
	name, scheme  string
	width, height int64
}{{"light", "light", 1280, 900}, {"dark", "dark", 1280, 900}, {"phone", "light", 390, 1100}}

// picture writes what can be seen into the directory that TANDEM_PICTURES names, if it does.
func (s *story) picture(name string) {
	s.t.Helper()
	dir := os.Getenv("TANDEM_PICTURES")
	if dir == "" {
		return
	}
	for _, p := range pictures {
		media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: p.scheme}}}
		if _, err := chromedp.Call(s.ctx, emulation.SetEmulatedMedia, media); err != nil {
			s.t.Fatal(err)
		}
		if err := chromedp.Do(s.ctx, chromedp.EmulateViewport(p.width, p.height), chromedp.Sleep(200*time.Millisecond)); err != nil {
			s.t.Fatal(err)
		}
		octets, err := chromedp.Run(s.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+"-"+p.name+".png"), octets, 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := chromedp.Do(s.ctx, chromedp.EmulateViewport(1280, 900)); err != nil {
		s.t.Fatal(err)
	}
}

// speak changes the language of the pages.
func (s *story) speak(language string) {
	s.t.Helper()
	s.open("/integrations")
	s.eventually("speak "+language, func() bool {
		_, err := chromedp.Run(s.ctx, chromedp.Evaluate[bool](
			`fetch("/profile", {method: "POST", body: new URLSearchParams({name: "Eva", language: `+quoted(language)+`, zone: "", theme: ""})}).then(() => true)`, chromedp.EvalAwaitPromise))
		s.open("/integrations")
		return err == nil && s.is(`document.documentElement.lang === `+quoted(language))
	})
}

// holdsNowhere fails where the data directory or what the server printed holds a text.
func (s *story) holdsNowhere(secret string) {
	s.t.Helper()
	if strings.Contains(s.output.String(), secret) {
		s.t.Error("the server printed the secret")
	}
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(secret)) {
			s.t.Errorf("%s holds the secret", filepath.Base(path))
		}
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
}

// safeBuffer takes what the server prints while the test reads it.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

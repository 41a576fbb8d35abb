package web

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"tandem"
)

// TestLiveWindow watches a run in a real browser: its bars move, it pauses and
// resumes at a click, it ends, and the page is never loaded again.
func TestLiveWindow(t *testing.T) {
	ctx := browser(t)
	f := newFake()
	f.add(tandem.Run{
		Sync: "erp", Kind: tandem.Bulk, State: tandem.Running, Wanted: tandem.Running, Started: time.Now(),
		Points: []tandem.PointProgress{{Name: "customers", Phase: "theirs", Expected: 1000}, {Name: "orders"}},
	})
	work := startWork(f)
	defer work.stop()
	server := serve(t, f.handler(Options{}))
	complaints := complaintsOf(ctx, t)

	do(ctx, t, chromedp.Navigate(server+"/runs/1"), chromedp.WaitVisible("#point-customers"))
	evaluate[bool](ctx, t, `(window.stillHere = true)`)
	first := width(ctx, t)
	wait(ctx, t, "the bar moves", `parseFloat(document.querySelector('#point-customers rect').getAttribute('width')) > `+first+` + 2`)
	wait(ctx, t, "a rate is shown", `/[0-9]\/s/.test(document.querySelector('#point-customers .figures').innerText)`)

	do(ctx, t, chromedp.Focus(`button[value=paused]`), chromedp.Click(`button[value=paused]`))
	wait(ctx, t, "the run is paused", `document.querySelector('.heading .badge').innerText.includes('Paused')`)
	if got := evaluate[string](ctx, t, `document.activeElement.value || document.activeElement.nodeName`); got != "running" {
		t.Errorf("the focus went to %s, want the button that resumes", got)
	}
	still := evaluate[string](ctx, t, `document.querySelector('[data-rows]').dataset.rows`)
	do(ctx, t, chromedp.Sleep(600*time.Millisecond))
	if now := evaluate[string](ctx, t, `document.querySelector('[data-rows]').dataset.rows`); now != still {
		t.Errorf("rows went from %s to %s while the run was paused", still, now)
	}

	do(ctx, t, chromedp.Click(`button[value=running]`))
	wait(ctx, t, "the run goes on", `+document.querySelector('[data-rows]').dataset.rows > `+still)
	work.hurry()
	wait(ctx, t, "the run is done", `document.querySelector('.heading .badge').innerText.includes('Done')`)
	wait(ctx, t, "the page stops listening", `!document.getElementById('main').dataset.stream`)
	wait(ctx, t, "the tab says so", `document.title.startsWith('Done')`)
	if got := strings.Join(f.wishes(), ", "); got != "want 1/1 paused, want 1/1 running" {
		t.Errorf("the clicks asked: %s", got)
	}
	if !evaluate[bool](ctx, t, `window.stillHere === true`) {
		t.Error("the page was loaded anew")
	}
	if all := complaints(); len(all) > 0 {
		t.Errorf("the browser complains: %s", strings.Join(all, "; "))
	}
}

// TestCancelAsksFirst cancels a run by keyboard alone, through the question.
func TestCancelAsksFirst(t *testing.T) {
	ctx := browser(t)
	f := demo(time.Now())
	server := serve(t, f.handler(Options{}))
	do(ctx, t, chromedp.Navigate(server+"/runs/7"), chromedp.Focus(`button[popovertarget=cancel]`), chromedp.KeyEvent("\r"))
	wait(ctx, t, "the question is open", `document.getElementById('cancel').matches(':popover-open')`)
	if got := f.wishes(); len(got) > 0 {
		t.Fatalf("it was asked before the answer: %v", got)
	}
	do(ctx, t, chromedp.Sleep(600*time.Millisecond)) // two updates must not close it
	do(ctx, t, chromedp.Focus(`#cancel button[value=cancelled]`), chromedp.KeyEvent("\r"))
	wait(ctx, t, "it is being cancelled", `document.querySelector('.heading .badge').innerText.includes('Cancelling')`)
	wait(ctx, t, "the question is closed", `!document.querySelector(':popover-open')`)
}

// TestNothingIsWiderThanAPhone looks for pages that scroll sideways.
func TestNothingIsWiderThanAPhone(t *testing.T) {
	ctx := browser(t)
	server := serve(t, demo(time.Now()).handler(Options{}))
	do(ctx, t, chromedp.EmulateViewport(390, 844))
	for _, path := range []string{"/", "/runs/7", "/runs/8", "/runs/2", "/nowhere"} {
		do(ctx, t, chromedp.Navigate(server+path))
		if got := evaluate[int](ctx, t, `document.documentElement.scrollWidth`); got > 390 {
			t.Errorf("%s is %d pixels wide", path, got)
		}
	}
}

// TestThemeWithoutLoading changes the theme of a page that stays.
func TestThemeWithoutLoading(t *testing.T) {
	ctx := browser(t)
	server := serve(t, demo(time.Now()).handler(Options{}))
	do(ctx, t, chromedp.Navigate(server+"/runs/1"))
	evaluate[bool](ctx, t, `(window.stillHere = true)`)
	for _, theme := range []string{"light", "dark", ""} {
		do(ctx, t, chromedp.Click(`button[name=theme]`))
		wait(ctx, t, "the theme is "+theme, `window.stillHere && document.documentElement.dataset.theme === '`+theme+`'`)
	}
}

func do(ctx context.Context, t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func evaluate[T any](ctx context.Context, t *testing.T, expression string) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// wait waits until an expression of the page is true.
func wait(ctx context.Context, t *testing.T, what, expression string) {
	t.Helper()
	poll := chromedp.Poll[bool](expression, chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(20*time.Second))
	if _, err := chromedp.Run(ctx, poll); err != nil {
		t.Fatalf("waiting until %s: %v", what, err)
	}
}

func width(ctx context.Context, t *testing.T) string {
	t.Helper()
	return strings.TrimSuffix(evaluate[string](ctx, t, `document.querySelector('#point-customers rect').getAttribute('width')`), "%")
}

// complaintsOf collects what the browser logs, such as a breach of the content policy.
func complaintsOf(ctx context.Context, t *testing.T) func() []string {
	t.Helper()
	var mu sync.Mutex
	var all []string
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	err := chromedp.Listen(ctx, func(event any) {
		if e, ok := event.(*log.EventEntryAdded); ok {
			mu.Lock()
			defer mu.Unlock()
			all = append(all, e.Entry.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

// work moves the first run of a fake, as an engine would.
type work struct {
	stop  func()
	hurry func()
}

func startWork(f *fakeCRM) work {
	ctx, cancel := context.WithCancel(context.Background())
	fast := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		step := int64(5)
		for {
			select {
			case <-ctx.Done():
				return
			case <-fast:
				step, fast = 400, nil
			case <-tick.C:
				f.change(1, func(r *tandem.Run) { move(r, step) })
			}
		}
	}()
	return work{stop: func() { cancel(); <-done }, hurry: func() { close(fast) }}
}

func move(r *tandem.Run, rows int64) {
	switch {
	case r.State.IsFinal():
		return
	case r.Wanted == tandem.Paused:
		r.State = tandem.Paused
		return
	}
	r.State = tandem.Running
	p := &r.Points[0]
	if p.Phase == "done" {
		p = &r.Points[1]
		p.Phase, p.Expected = "theirs", 1000
	}
	p.Counts[tandem.Created] += min(rows, p.Expected-p.Counts.Rows())
	if p.Counts.Rows() < p.Expected {
		return
	}
	p.Phase = "done"
	if r.Points[1].Phase == "done" {
		r.State, r.Ended = tandem.Done, time.Now()
	}
}

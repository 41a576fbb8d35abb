package main

import (
	"context"
	"os"

	"github.com/mattn/go-isatty"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"tandem"
)

// bars shows how far a run has come: one bar for each data point, on a terminal
// only. Its zero value shows nothing.
type bars struct {
	progress *mpb.Progress
	stop     context.CancelFunc
	bars     map[string]*mpb.Bar
	width    int
}

// newBars begins to show progress where somebody can see it.
func (a *app) newBars(ctx context.Context) *bars {
	f, ok := a.main.Stderr.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return &bars{}
	}
	ctx, stop := context.WithCancel(ctx)
	return &bars{progress: mpb.NewWithContext(ctx, mpb.WithOutput(f), mpb.WithWidth(40)), stop: stop, bars: map[string]*mpb.Bar{}}
}

// show moves the bars to where the run is.
func (b *bars) show(run *tandem.Run) {
	if b.progress == nil {
		return
	}
	for i := range run.Points {
		b.width = max(b.width, len(run.Points[i].Name))
	}
	for i := range run.Points {
		p := &run.Points[i]
		if p.Phase == "" {
			continue
		}
		rows := p.Counts.Rows()
		bar := b.bar(p.Name)
		expected := max(p.Expected, rows)
		if p.Phase == "done" {
			expected = rows
		}
		bar.SetTotal(expected, false)
		bar.SetCurrent(rows)
		if p.Phase == "done" {
			bar.SetTotal(rows, true)
		}
	}
}

func (b *bars) bar(name string) *mpb.Bar {
	if bar, ok := b.bars[name]; ok {
		return bar
	}
	bar := b.progress.AddBar(0,
		mpb.PrependDecorators(decor.Name(name, decor.WC{W: b.width + 1, C: decor.DindentRight})),
		mpb.AppendDecorators(
			decor.CountersNoUnit("%d / %d", decor.WCSyncSpace),
			decor.Name("  "),
			decor.AverageSpeed(0, "%.0f rows/s", decor.WCSyncSpace),
			decor.Name("  "),
			decor.OnComplete(decor.AverageETA(decor.ET_STYLE_GO, decor.WCSyncSpace), ""),
		),
	)
	b.bars[name] = bar
	return bar
}

// done leaves the bars as they stand.
func (b *bars) done() {
	if b.progress == nil {
		return
	}
	for _, bar := range b.bars {
		if !bar.Completed() {
			bar.Abort(false)
		}
	}
	b.progress.Wait()
	b.stop()
}

package web

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"tandem/dictionary"
)

// TestPictures takes pictures of the pages to look at, into the directory that
// TANDEM_PICTURES names. doc/picture/run.png is one of them.
func TestPictures(t *testing.T) {
	dir := os.Getenv("TANDEM_PICTURES")
	if dir == "" {
		t.Skip("TANDEM_PICTURES names no directory")
	}
	server := serve(t, demo(time.Now()).handler(Options{
		Conflicts:  threeConflicts(time.Now()),
		Dictionary: func(context.Context, int64) (*dictionary.Dictionary, error) { return dictionary.Standard(), nil },
	}))
	first := nameOfConflict(&threeConflicts(time.Now()).queue[0]).at("/conflicts/one")
	ctx := browser(t)
	for _, shot := range []struct {
		name, path, scheme string
		width, height      int64
	}{
		{"list-light", "/", "light", 1280, 820},
		{"list-dark", "/", "dark", 1280, 1500},
		{"list-phone", "/", "light", 390, 1500},
		{"run", "/runs/7", "light", 1280, 860},
		{"run-dark", "/runs/7", "dark", 1280, 860},
		{"run-middle", "/runs/7", "light", 900, 860},
		{"run-phone", "/runs/7", "dark", 390, 2100},
		{"held", "/runs/8", "light", 1280, 700},
		{"failed", "/runs/2", "light", 1280, 560},
		{"conflicts", "/conflicts", "light", 1280, 560},
		{"conflicts-phone", "/conflicts", "dark", 390, 900},
		{"conflict", first, "light", 1280, 560},
		{"conflict-dark", first, "dark", 1280, 560},
		{"conflict-phone", first, "light", 390, 900},
		{"link", "/links/new?sync=erp&point=customers", "light", 1280, 720},
		{"missing", "/nowhere", "light", 1280, 560},
	} {
		picture, err := photograph(ctx, server+shot.path, shot.scheme, shot.width, shot.height)
		if err != nil {
			t.Fatalf("%s: %v", shot.name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, shot.name+".png"), picture, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func photograph(ctx context.Context, url, scheme string, width, height int64) ([]byte, error) {
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height), chromedp.Navigate(url), chromedp.Sleep(700*time.Millisecond)); err != nil {
		return nil, err
	}
	return chromedp.Run(ctx, chromedp.CaptureScreenshot())
}

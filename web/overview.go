package web

import (
	"context"
	"time"

	"tandem"
	"tandem/setup"
)

// Health is what of an account needs looking at, beside its syncs and runs.
type Health interface {
	CountConflicts(ctx context.Context, account int64) (int64, error)
	Activity(ctx context.Context, account int64, since time.Time) ([]tandem.Activity, error) // by hour
}

// tile is a figure of the overview, and where it leads.
type tile struct {
	Name  string // its text is "tile.NAME", its icon "NAME" of the tiles
	Count int64
	URL   string
	Mood  string // "" = as it should be, held, failed
}

// healthPace is how often a page that is looked at asks for the account's
// health: the chart is counted more slowly than runs move.
const healthPace = 10 * time.Second

// health is what was found of an account at a moment.
type health struct {
	at        time.Time
	conflicts int64
	activity  []tandem.Activity
}

// loadHealth adds what needs looking at to the overview. What is known it takes
// as long as it is fresh, and returns what it took.
func (s *site) loadHealth(ctx context.Context, p *page, v *runListView, known *health) (*health, error) {
	if known == nil || p.now.Sub(known.at) >= healthPace {
		var err error
		if known, err = s.readHealth(ctx, p); err != nil {
			return nil, err
		}
	}
	v.Chart = newChart(known.activity, p.now, p.zone)
	v.Tiles = append(syncTiles(v.Syncs), tile{Name: "conflicts", Count: known.conflicts, URL: "/conflicts", Mood: mood(known.conflicts, "held")})
	return known, nil
}

func (s *site) readHealth(ctx context.Context, p *page) (*health, error) {
	conflicts, err := s.Health.CountConflicts(ctx, p.account.ID)
	if err != nil {
		return nil, err
	}
	// A day more than is shown: days begin at other hours in other zones.
	activity, err := s.Health.Activity(ctx, p.account.ID, p.now.AddDate(0, 0, -chartDays-1))
	return &health{at: p.now, conflicts: conflicts, activity: activity}, err
}

// syncTiles count how syncs are.
func syncTiles(syncs []syncView) []tile {
	var connected, refused, running, held, failed int64
	for i := range syncs {
		v := &syncs[i]
		if v.State == setup.Enabled {
			connected++
		}
		if v.State == setup.Refused {
			refused++
		}
		if v.Last == nil {
			continue
		}
		switch v.Last.State {
		case tandem.Running, tandem.Queued:
			running++
		case tandem.HeldRun:
			held++
		case tandem.FailedRun:
			failed++
		default:
		}
	}
	tiles := []tile{
		{Name: "connected", Count: connected},
		{Name: "running", Count: running},
		{Name: "held", Count: held, Mood: mood(held, "held")},
		{Name: "failed", Count: failed, Mood: mood(failed, "failed")},
	}
	if refused > 0 {
		tiles = append(tiles, tile{Name: "refused", Count: refused, Mood: "failed"})
	}
	return tiles
}

// mood is that of a count which should be none.
func mood(count int64, otherwise string) string {
	if count == 0 {
		return ""
	}
	return otherwise
}

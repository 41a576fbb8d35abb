package web

import (
	"testing"
	"time"

	"tandem"
)

// An hour belongs to the day of the reader's zone, the days end with today, and what is older is not shown.
func TestChartCountsDaysOfTheReader(t *testing.T) {
	prague, err := time.LoadLocation("Europe/Prague")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 29, 2, 0, 0, 0, time.UTC)
	c := newChart([]tandem.Activity{
		{Hour: now.AddDate(0, 0, -20), Origin: tandem.BySync, Changes: 1000},                        // too old
		{Hour: time.Date(2026, 11, 15, 23, 0, 0, 0, time.UTC), Origin: tandem.BySync, Changes: 5},   // the 16th in Prague, the first day shown
		{Hour: time.Date(2026, 11, 28, 22, 0, 0, 0, time.UTC), Origin: tandem.ByPerson, Changes: 2}, // the 28th
		{Hour: time.Date(2026, 11, 28, 23, 0, 0, 0, time.UTC), Origin: tandem.ByAPI, Changes: 3},    // the 29th
		{Hour: time.Date(2026, 11, 29, 1, 0, 0, 0, time.UTC), Origin: tandem.BySync, Changes: 70},   // the 29th
	}, now, prague)
	first, day28, today := c.Days[0], c.Days[chartDays-2], c.Days[chartDays-1]
	if first.Count != [2]int64{0, 5} || day28.Count != [2]int64{2, 0} || today.Count != [2]int64{3, 70} || c.Sum != [2]int64{5, 75} {
		t.Errorf("the days are %v, %v ... %v, in all %v", first.Count, day28.Count, today.Count, c.Sum)
	}
	if today.Begin.Format(time.DateTime) != "2026-11-29 00:00:00" || first.Begin.Format(time.DateTime) != "2026-11-16 00:00:00" {
		t.Errorf("the days begin %s and %s", first.Begin, today.Begin)
	}
}

// One digit more is one step higher, nothing has no bar, and the highest stays inside.
func TestChartHeights(t *testing.T) {
	now := noon()
	c := newChart([]tandem.Activity{{Hour: now, Origin: tandem.BySync, Changes: 257_219}}, now, time.UTC)
	if c.height(0) != 0 {
		t.Error("nothing has a bar")
	}
	if a, b := c.height(100)-c.height(10), c.height(1000)-c.height(100); a < b-0.001 || a > b+0.001 || a <= 0 {
		t.Errorf("the steps are %f and %f", a, b)
	}
	if h := c.height(257_219); h > chartHeight || h < c.height(100_000) {
		t.Errorf("the highest bar is %f of %f", h, chartHeight)
	}
	if len(c.Grid) != 7 || c.Grid[6].Count != 1_000_000 {
		t.Errorf("the lines are %v", c.Grid)
	}
}

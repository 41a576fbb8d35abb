package web

import (
	"math"
	"strconv"
	"time"

	"tandem"
)

// chartDays is how many days the overview's chart shows.
const chartDays = 14

// chart shows how much changed on each day, by people and programs, and by
// syncs and imports. A bulk load is a thousand times an ordinary day, so its
// height grows with the number of digits.
type chart struct {
	Days []chartDay
	Grid []chartLine
	Sum  [2]int64 // by people and programs; by syncs and imports
}

// chartDay is a day's two bars.
type chartDay struct {
	Begin time.Time
	Count [2]int64
	x     float64
}

// chartLine is a height to read off.
type chartLine struct {
	Count int64
	y     float64
}

// The chart's own measure; the page stretches it to its width.
const (
	chartWidth  = 1000.0
	chartHeight = 150.0
	chartLeft   = 44.0
	chartFoot   = 22.0
)

// newChart counts activity into the days of the reader's zone that end with now.
func newChart(activity []tandem.Activity, now time.Time, zone *time.Location) *chart {
	c := &chart{Days: make([]chartDay, chartDays)}
	year, month, day := now.In(zone).Date()
	step := (chartWidth - chartLeft) / chartDays
	for i := range c.Days {
		c.Days[i] = chartDay{Begin: time.Date(year, month, day+1-chartDays+i, 0, 0, 0, 0, zone), x: chartLeft + float64(i)*step}
	}
	for _, a := range activity {
		for i := len(c.Days) - 1; i >= 0; i-- {
			if !a.Hour.Before(c.Days[i].Begin) {
				c.Days[i].Count[seriesOf(a.Origin)] += a.Changes
				c.Sum[seriesOf(a.Origin)] += a.Changes
				break
			}
		}
	}
	c.rule()
	return c
}

// seriesOf tells people and programs (0) from syncs and imports (1).
func seriesOf(o tandem.Origin) int {
	if o == tandem.ByPerson || o == tandem.ByAPI {
		return 0
	}
	return 1
}

// rule draws a line at each power of ten that is needed.
func (c *chart) rule() {
	for n := int64(1); n <= c.top(); n *= 10 {
		c.Grid = append(c.Grid, chartLine{Count: n, y: chartHeight - c.height(n)})
	}
}

// top is the power of ten that holds the highest bar.
func (c *chart) top() int64 {
	most := int64(1)
	for _, d := range c.Days {
		most = max(most, d.Count[0], d.Count[1])
	}
	top := int64(10)
	for top < most {
		top *= 10
	}
	return top
}

// height is that of a bar: nothing for none, and one digit more a step higher.
func (c *chart) height(count int64) float64 {
	if count <= 0 {
		return 0
	}
	return 6 + (chartHeight-14)*math.Log10(float64(count))/math.Log10(float64(c.top()))
}

// bar is where a day's bar of one series stands.
func (c *chart) bar(d chartDay, series int) (x, y, width, height string) {
	step := (chartWidth - chartLeft) / chartDays
	wide := step * 0.32
	h := c.height(d.Count[series])
	return pixels(d.x + step*0.16 + float64(series)*(wide+2)), pixels(chartHeight - h), pixels(wide), pixels(h)
}

// middle is the middle of a day.
func (*chart) middle(d chartDay) string { return pixels(d.x + (chartWidth-chartLeft)/chartDays/2) }

func pixels(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }

// digits writes 10,000 as 10k: a line of the chart has little room.
func digits(n int64) string {
	switch {
	case n >= 1_000_000:
		return strconv.FormatInt(n/1_000_000, 10) + "M"
	case n >= 1000:
		return strconv.FormatInt(n/1000, 10) + "k"
	default:
		return strconv.FormatInt(n, 10)
	}
}

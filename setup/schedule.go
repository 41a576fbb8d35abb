package setup

import (
	"errors"
	"strings"

	"github.com/netresearch/go-cron"
)

var errSchedule = errors.New("a schedule has five parts")

// ParseSchedule reads a cron expression of five parts.
func ParseSchedule(text string) (cron.Schedule, error) {
	// The parser also takes TZ= in front and @every; both are set elsewhere.
	if len(strings.Fields(text)) != 5 {
		return nil, errSchedule
	}
	return cron.ParseStandard(text) //nolint:wrapcheck // the caller names the place
}

package setup

import (
	"strings"

	"tandem/engine"
)

// isSchedule reports whether a text is a cron expression of five parts. The
// parser also takes TZ= in front and @every; both are set elsewhere.
func isSchedule(text string) bool {
	if len(strings.Fields(text)) != 5 {
		return false
	}
	_, err := engine.ParseSchedule(text, "")
	return err == nil
}

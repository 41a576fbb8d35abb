package routine

import (
	"context"

	"tandem"
	"tandem/dictionary"
)

func whoAmI() Routine {
	return Routine{
		Name: "who_am_i", Label: "Who am I",
		Doc: "Tells whose account it is, as whom the caller is known, and with which role.",
		Results: []dictionary.Field{
			param(dictionary.Text, "account", "Account", "The account."),
			param(dictionary.Text, "name", "Name", "The name that the change log has for the caller."),
			param(dictionary.Text, "role", "Role", "What the caller may do."),
		},
		do: func(_ context.Context, c *call) (Values, error) {
			return Values{
				"account": tandem.TextValue(c.caller.Account.Name), "name": tandem.TextValue(c.caller.Actor.Name), "role": tandem.TextValue(string(c.caller.Actor.Role)),
			}, nil
		},
	}
}

func serverTime() Routine {
	return Routine{
		Name: "server_time", Label: "Server time",
		Doc: "Tells the server's clock and version.",
		Results: []dictionary.Field{
			param(dictionary.Instant, "time", "Time", "The clock of the server."),
			param(dictionary.Text, "version", "Version", "The version of the program."),
		},
		do: func(_ context.Context, c *call) (Values, error) {
			return Values{"time": c.now(), "version": tandem.TextValue(c.Version)}, nil
		},
	}
}

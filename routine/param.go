package routine

import "tandem/dictionary"

// The parameters and results that several routines have.

func param(t dictionary.Type, name, label, doc string) dictionary.Field {
	return dictionary.Field{Name: name, Label: label, Doc: doc, Type: t}
}

func needed(f dictionary.Field) dictionary.Field {
	f.Required = true
	return f
}

func choice(name, label, initial, doc string, values ...string) dictionary.Field {
	return dictionary.Field{Name: name, Label: label, Doc: doc, Type: dictionary.Enum, Values: values, Initial: initial}
}

// record is a parameter that names a record of ours.
func record(name, label, target, doc string) dictionary.Field {
	return dictionary.Field{Name: name, Label: label, Doc: doc, Type: dictionary.Reference, Target: target}
}

func versionParam() dictionary.Field {
	return param(dictionary.Integer, "if_version", "If version", "The version that was seen: refused when somebody has changed the record since.")
}

func versionResult() dictionary.Field {
	return param(dictionary.Integer, "version", "Version", "The version of the record afterwards.")
}

func doneResult() dictionary.Field {
	return param(dictionary.Bool, "changed", "Changed", "Whether this call did it; false when it was done already.")
}

func syncParam() dictionary.Field {
	return needed(param(dictionary.Text, "sync", "Sync", "The sync's name."))
}

func pointParam() dictionary.Field {
	return needed(param(dictionary.Text, "data_point", "Data point", "The data point's name."))
}

func runParam() dictionary.Field {
	return needed(param(dictionary.Integer, "run", "Run", "The run's number."))
}

func runResults() []dictionary.Field {
	return []dictionary.Field{
		param(dictionary.Integer, "run", "Run", "The number of the run to watch."),
		param(dictionary.Text, "state", "State", "The state it is in."),
	}
}

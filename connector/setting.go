package connector

import "log/slog"

// Setting describes one setting of a connector. The set-up dialog, its check,
// masking, the command line and the documentation are all made from it.
type Setting struct {
	Name     string
	Label    string
	Help     string
	Kind     SettingKind
	Required bool
	Secret   bool // sealed at rest, never shown (Promise 11)
	Default  string
	Values   []string // SettingChoice

	Advanced   bool // most people leave it as it is: the dialog folds it away
	Identifies bool // it says which system is meant: two connections that agree in it are to the same one
}

// SettingKind is how a setting is entered.
type SettingKind string

// The kinds of settings.
const (
	SettingText     SettingKind = "text"
	SettingNumber   SettingKind = "number"
	SettingSwitch   SettingKind = "switch"
	SettingChoice   SettingKind = "choice"
	SettingAddress  SettingKind = "address"
	SettingPassword SettingKind = "password"
	SettingFile     SettingKind = "file"
)

// Settings are the values of a connection's settings, secrets opened.
type Settings map[string]string

// Type is a kind of connector: how it is set up and opened.
type Type struct {
	Name     string // "sql"
	Label    string
	Doc      string
	Settings []Setting
	Open     func(settings Settings, log *slog.Logger) (Connector, error)
}

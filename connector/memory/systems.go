package memory

import (
	"log/slog"
	"sync"

	"tandem"
	"tandem/connector"
)

// Systems are systems by name, so that one can be chosen from the catalogue.
// Whoever makes the value owns it; the zero value is empty and ready.
type Systems struct {
	mu   sync.RWMutex
	list map[string]*System
}

// Add puts a system under a name, in place of the one that had it.
func (r *Systems) Add(name string, s *System) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.list == nil {
		r.list = map[string]*System{}
	}
	r.list[name] = s
}

// find returns the system of that name; a name nobody knows is out of reach.
func (r *Systems) find(name string) (*System, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if s, ok := r.list[name]; ok {
		return s, nil
	}
	return nil, tandem.Errorf(tandem.Unreached, "there is no system %q in memory", name)
}

// Type is the connector's entry for the catalogue.
func (r *Systems) Type() connector.Type {
	return connector.Type{
		Name:  "memory",
		Label: "System in memory",
		Doc:   "A remote system that lives in the server's memory, for trials and tests. It forgets everything when the server ends.",
		Settings: []connector.Setting{
			{Name: "system", Label: "System", Help: "the name it was added under", Kind: connector.SettingText, Required: true, Identifies: true},
			{Name: "token", Label: "Token", Help: "what the system wants to hear before it lets anybody in", Kind: connector.SettingPassword, Secret: true},
			{Name: "profile", Label: "Company", Help: "the company whose tables are used; empty where there is but one", Kind: connector.SettingText},
			{Name: "without", Label: "Without", Help: "abilities to hide, parted by commas: changes, get, find, lasting_key, count, profiles, all", Kind: connector.SettingText},
		},
		Open: func(settings connector.Settings, _ *slog.Logger) (connector.Connector, error) {
			name := settings["system"]
			if name == "" {
				return nil, tandem.Errorf(tandem.Config, "the name of the system is missing").At("system")
			}
			return open(settings, func() (*System, error) { return r.find(name) }), nil
		},
	}
}

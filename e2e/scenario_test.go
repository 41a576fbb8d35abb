package e2e

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// setting is what a scenario runs with: the database of our store and that of
// the foreign systems.
type setting struct {
	store, remote kind
}

// settings cover both stores and every remote for each scenario; the first
// needs no server and is all that -short runs.
func settings() []setting {
	return []setting{
		{store: sqlite, remote: sqlite},
		{store: sqlite, remote: postgres},
		{store: postgres, remote: mariadb},
	}
}

func TestScenarios(t *testing.T) {
	for _, s := range settings() {
		t.Run(fmt.Sprintf("store=%s,remote=%s", s.store, s.remote), func(t *testing.T) {
			if s != settings()[0] {
				// Also tells, once and loudly, when a server is missing.
				newDatabase(t, s.store)
				newDatabase(t, s.remote)
			}
			testscript.Run(t, testscript.Params{
				Dir: "testdata", Setup: s.prepare, Condition: s.condition, Cmds: commands(),
				RequireUniqueNames: true, UpdateScripts: os.Getenv("UPDATE_SCENARIOS") != "",
			})
		})
	}
}

// world is what the commands of one scenario share.
type world struct {
	setting

	tb     testing.TB
	binary string
	hidden []string // passwords: no output may show them
}

type worldKey struct{}

func worldOf(ts *testscript.TestScript) *world { return ts.Value(worldKey{}).(*world) }

// prepare gives a scenario its store, the program and the files of the shop.
func (s setting) prepare(env *testscript.Env) error {
	tb := env.T().(testing.TB)
	w := &world{setting: s, tb: tb, binary: os.Getenv(binaryVariable)}
	env.Values[worldKey{}] = w
	data := filepath.Join(env.WorkDir, "data")
	env.Setenv("PATH", filepath.Dir(w.binary)+string(os.PathListSeparator)+os.Getenv("PATH"))
	env.Setenv("HOME", env.WorkDir)
	env.Setenv("USER", "nina")
	env.Setenv("DATA", data)
	env.Setenv("TANDEM_DATA", data)
	env.Setenv("STORE", "sqlite://"+filepath.ToSlash(filepath.Join(data, "tandem.db")))
	if s.store == postgres {
		address := newDatabase(tb, postgres)
		env.Setenv("STORE", address)
		env.Setenv("TANDEM_DATABASE", address)
		w.hide(address)
	}
	return copyShop(env.WorkDir)
}

// copyShop gives every scenario the tables and the configuration most of them begin with.
func copyShop(dir string) error {
	files, err := filepath.Glob("testdata/shop/*")
	if err != nil {
		return err
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), text, 0o600); err != nil {
			return err
		}
	}
	return copyExample(dir)
}

// copyExample gives scenarios the file that the README shows.
func copyExample(dir string) error {
	page, err := os.ReadFile("../README.md")
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	example, _, ok := strings.Cut(rest, "```")
	if !ok {
		return errors.New("the README shows no configuration file")
	}
	return os.WriteFile(filepath.Join(dir, "readme.yaml"), []byte(example), 0o600)
}

// condition lets a scenario ask for [store:postgres], [remote:mariadb] and so on.
func (s setting) condition(cond string) (bool, error) {
	for _, k := range []kind{sqlite, postgres, mariadb} {
		switch cond {
		case "store:" + string(k):
			return s.store == k, nil
		case "remote:" + string(k):
			return s.remote == k, nil
		}
	}
	return false, fmt.Errorf("there is no condition %q", cond)
}

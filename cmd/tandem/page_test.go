package main

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"tandem/setup"
)

// Every command and every option stands in the page, below the command's heading.
func TestPageListsEveryCommand(t *testing.T) {
	text, err := os.ReadFile("../../doc/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	heading := ""
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			heading = strings.TrimSpace(strings.TrimLeft(line, "#"))
			continue
		}
		sections[heading] += line
	}
	parser, err := kong.New(&cli{}, kong.Vars{"version": ""})
	if err != nil {
		t.Fatal(err)
	}
	checkOptions(t, "For all commands", sections["For all commands"], parser.Model.Flags)
	known := map[string]bool{}
	for _, command := range parser.Model.Leaves(true) {
		name := command.Path()
		name = strings.TrimSpace(strings.TrimPrefix(name, parser.Model.Name))
		known[name] = true
		section, ok := sections[name]
		if !ok {
			t.Errorf("doc/commands.md has no heading %q", name)
			continue
		}
		if !strings.Contains(section, "`tandem "+name) {
			t.Errorf("doc/commands.md, %q, does not show the command itself", name)
		}
		checkOptions(t, name, section, command.Flags)
	}
	for line := range strings.Lines(string(text)) {
		if _, rest, ok := strings.Cut(line, "`tandem "); ok && strings.HasPrefix(line, "`tandem ") {
			words := strings.Fields(strings.NewReplacer("`", " ").Replace(rest))
			if !known[words[0]] && (len(words) < 2 || !known[words[0]+" "+words[1]]) {
				t.Errorf("doc/commands.md speaks of a command that is not there: %s", line)
			}
		}
	}
}

func checkOptions(t *testing.T, name, section string, flags []*kong.Flag) {
	t.Helper()
	for _, flag := range flags {
		if !strings.Contains(section, "`--"+flag.Name) {
			t.Errorf("doc/commands.md, %q, does not list --%s", name, flag.Name)
		}
	}
	for line := range strings.Lines(section) {
		if !strings.HasPrefix(line, "| `-") {
			continue
		}
		first, _, _ := strings.Cut(line[2:], " | ")
		found := false
		for _, flag := range flags {
			found = found || strings.Contains(first, "--"+flag.Name)
		}
		if !found {
			t.Errorf("doc/commands.md, %q, lists an option that is not there: %s", name, first)
		}
	}
}

// Every key that programs may find in the output stands in the page.
func TestPageListsEveryKeyOfOutput(t *testing.T) {
	text, err := os.ReadFile("../../doc/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, shape := range []any{
		problem{}, runResult{}, dataPointResult{}, writesResult{}, planResult{}, planPointResult{}, planLine{}, comparison{}, comparisonPoint{},
		comparisonSum{}, operatorLine{}, accountLine{}, outcomeLine{}, explanation{}, changedLine{}, conflictLine{}, conflictField{}, check{}, triggerLine{}, resultLine{}, deliveryLine{}, failed{}, setup.Change{},
	} {
		typ := reflect.TypeOf(shape)
		for field := range typ.Fields() {
			key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if !strings.Contains(string(text), `"`+key+`":`) && !strings.Contains(string(text), "`"+key+"`") {
				t.Errorf("doc/commands.md does not speak of %q, a key of %s", key, typ.Name())
			}
		}
	}
}

package main

import (
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"tandem"
	"tandem/sim"
)

// An administrator connects the demo ERP for the first time, removes it, and
// adds it again, which creates nothing.
func TestStoryOfTheERP(t *testing.T) {
	s := newStory(t)
	url := "sqlite://" + filepath.ToSlash(filepath.Join(t.TempDir(), "erp.db"))
	erp, err := sim.OpenERP(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if err := erp.Create(t.Context(), sim.Size{Customers: 60, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	if err := erp.Close(); err != nil {
		t.Fatal(err)
	}

	s.open("/integrations")
	s.see("No system is connected yet")
	s.picture("integrations-empty")
	s.click("+ Add new")
	s.see("Made2Manage (M2M)")
	s.picture("catalogue")
	s.click("Add: Made2Manage (M2M)")
	s.see("Needs set-up")
	s.picture("catalogue-added")
	s.click("Done")
	s.click("Complete setup")
	s.see("Made2Manage (M2M) configuration")
	s.fill("Address", "sqlite:///nowhere/erp.db")
	s.click("Test connection")
	s.eventually("the error stands beside the address", func() bool {
		return s.is(`!!document.querySelector('dialog[open] [aria-invalid][name="settings.url"]')`)
	})
	s.picture("setup-wrong")
	s.fill("Address", url)
	s.click("Test connection")
	s.see("The connection works")
	s.picture("setup-works")
	s.click("Save")
	s.see("Enabled")
	s.picture("integrations")

	// The preview shows what saving does.
	s.click("Made2Manage (M2M)")
	s.see("Not connected")
	s.picture("companies")
	s.click("Connect")
	s.see("slcdpm")
	s.picture("connect")
	s.click("Preview")
	s.see("Nothing has been written")
	s.see("60")
	s.picture("preview")
	s.click("Save and start")
	s.see("Bulk sync")
	s.see("Done")
	s.picture("bulk")

	s.open("/integrations/m2m")
	s.see("Connected")
	s.picture("connected")
	s.click("Set-up")
	s.see("Data points and operations")
	s.picture("setup")
	s.click("18 mapped fields")
	s.see("Mapping of customers")
	s.click("Try on real records")
	s.see("From there to here")
	s.picture("mapping")
	s.eventually("a field is mistyped", func() bool {
		return s.is(`!!(document.querySelector('[name="f.2.theirs"]') && (document.querySelector('[name="f.2.theirs"]').value = "fcompanie"))`)
	})
	s.click("Save")
	s.eventually("the error stands beside the rule", func() bool {
		return s.is(`(document.querySelector("tr.wrong .error") || {}).innerText?.includes("fcompanie") === true`)
	})
	s.picture("mapping-wrong")
	s.open("/syncs/m2m")
	s.click("Match preview")
	s.see("Linked already")
	s.picture("match")
	s.open("/syncs/m2m")
	s.click("Assessment")
	s.see("Can work")
	s.picture("assessment")
	s.click("Compare both sides")
	s.see("Both sides agree")
	s.picture("compare")
	s.open("/syncs/m2m/versions")
	s.see("Version 1")
	s.picture("versions")

	// A removal that is cancelled leaves everything; one that is done leaves the links.
	s.open("/integrations")
	s.click("Made2Manage (M2M) is switched on")
	s.see("Remove Made2Manage (M2M) integration")
	s.see("What stays")
	s.picture("remove")
	s.click("Cancel")
	s.open("/integrations/m2m")
	s.see("Connected")
	s.open("/integrations")
	s.click("Made2Manage (M2M) is switched on")
	s.click("Remove integration")
	s.see("No system is connected yet")

	s.click("+ Add new")
	s.click("Add: Made2Manage (M2M)")
	s.see("Needs set-up")
	s.click("Done")
	s.click("Complete setup")
	s.fill("Address", url)
	s.click("Save")
	s.see("Enabled")
	s.click("Made2Manage (M2M)")
	s.click("Connect")
	s.click("Save")
	s.see("Bulk sync")
	s.see("Done")
	s.stop()
	var runs []runResult
	if err := json.Unmarshal([]byte(s.command("run", "list", "--json")), &runs); err != nil {
		t.Fatal(err)
	}
	if len(runs) < 2 || runs[0].Kind != tandem.Bulk {
		t.Fatalf("the newest run is not the second bulk run: %+v", runs)
	}
	first := runs[len(runs)-1]
	for i, p := range runs[0].DataPoints {
		if p.Rows == 0 || p.Rows != first.DataPoints[i].Rows || p.Outcomes["unchanged"]+p.Outcomes["excluded"] != p.Rows || p.Outcomes["excluded"] != first.DataPoints[i].Outcomes["excluded"] || p.Writes != (writesResult{}) {
			t.Errorf("adding the system again did more than to look at %s: %+v", p.Name, p)
		}
	}
}

// The way of CM.com, in English and in German: a wrong token is refused beside
// its field, the right one taken; afterwards its bytes are nowhere.
func TestStoryOfCMCom(t *testing.T) {
	const token = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
	server := httptest.NewServer(sim.NewCMCom("acc-42", token))
	t.Cleanup(server.Close)
	s := newStory(t)
	s.secret = token
	for _, w := range []struct {
		language, add, tab, entry, needs, done, setup, title, account, token, more, test, wrong, works, save, enabled, toggle, remove, cancel, doRemove, none string
	}{
		{
			"en", "+ Add new", "Third-party", "Add: CM.com", "Needs set-up", "Done", "Complete setup", "CM.com configuration", "Account ID", "Product token", "More settings", "Test connection",
			"CM.com refuses the product token", "The connection works", "Save", "Enabled", "CM.com is switched on", "Remove CM.com integration", "Cancel", "Remove integration", "No system is connected yet",
		},
		{
			"de", "+ Neue hinzufügen", "Drittanbieter", "Hinzufügen: CM.com", "Einrichtung nötig", "Fertig", "Setup abschließen", "CM.com-Konfiguration", "Konto-ID", "Produkt-Token", "Weitere Einstellungen", "Verbindung testen", //nolint:misspell // German
			"CM.com", "Die Verbindung funktioniert", "Speichern", "Aktiviert", "CM.com ist eingeschaltet", "CM.com-Integration entfernen", "Abbrechen", "Integration entfernen", "Noch ist kein System verbunden",
		},
	} {
		s.speak(w.language)
		s.click(w.add)
		s.click(w.tab)
		s.click(w.entry)
		s.see(w.needs)
		s.click(w.done)
		s.click(w.setup)
		s.see(w.title)
		s.click(w.more)
		s.fill("Server", server.URL)
		s.fill(w.account, "acc-42")
		s.fill(w.token, "00000000-0000-0000-0000-000000000000")
		s.click(w.save)
		s.see(w.wrong)
		s.eventually("the error stands beside the token", func() bool {
			return s.is(`!!document.querySelector('dialog[open] [aria-invalid][name="settings.product_token"]')`)
		})
		s.picture("cmcom-wrong-" + w.language)
		s.fill(w.token, token)
		s.click(w.test)
		s.see(w.works)
		s.click(w.save) // what was typed is still in the dialog
		s.see(w.enabled)
		s.picture("cmcom-" + w.language)
		s.click(w.toggle)
		s.see(w.remove)
		s.picture("cmcom-remove-" + w.language)
		s.click(w.cancel)
		s.see(w.enabled)
		if config := s.command("config"); strings.Contains(config, token) || !strings.Contains(config, "cmcom") {
			t.Errorf("the configuration is\n%s", config)
		}
		s.click(w.toggle)
		s.click(w.doRemove)
		s.see(w.none)
	}
	s.stop()
	s.holdsNowhere(token)
}

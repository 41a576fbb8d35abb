package tandem_test

import (
	"testing"

	"tandem"
)

func TestALesserRoleHasNoRightThatAGreaterLacks(t *testing.T) {
	rights := []tandem.Right{
		tandem.SeeRecords, tandem.EditRecords, tandem.SeeRuns, tandem.StartRuns,
		tandem.Configure, tandem.ManagePeople, tandem.ErasePeople, tandem.ManageOwners, tandem.MakeAccounts,
	}
	for i, lesser := range tandem.Roles()[1:] {
		greater := tandem.Roles()[i]
		held := 0
		for _, right := range rights {
			if lesser.May(right) && !greater.May(right) {
				t.Errorf("%s may %s and %s may not", lesser, right, greater)
			}
			if greater.May(right) && !lesser.May(right) {
				held++
			}
		}
		if held == 0 {
			t.Errorf("%s may no more than %s", greater, lesser)
		}
	}
}

func TestAnUnknownRoleMayNothing(t *testing.T) {
	for _, role := range []tandem.Role{"", "partner of nobody"} {
		if role.May(tandem.SeeRecords) {
			t.Errorf("role %q may see records", role)
		}
	}
}

func TestNobodyGivesARoleMightierThanTheirOwn(t *testing.T) {
	for i, giver := range tandem.Roles() {
		for j, given := range tandem.Roles() {
			if giver.MayGive(given) && j < i {
				t.Errorf("%s may make a %s", giver, given)
			}
		}
		if giver.MayGive("emperor") || giver.MayGive("") {
			t.Errorf("%s may give a role that is not there", giver)
		}
	}
	if !tandem.Owner.MayManage(tandem.Partner) {
		t.Error("an owner cannot send a partner away")
	}
	if tandem.Agent.MayManage(tandem.ReadOnly) {
		t.Error("an agent manages people")
	}
}

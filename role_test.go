package tandem_test

import (
	"testing"

	"tandem"
)

func TestALesserRoleHasNoRightThatAGreaterLacks(t *testing.T) {
	rights := []tandem.Right{
		tandem.SeeRecords, tandem.EditRecords, tandem.SeeRuns, tandem.StartRuns,
		tandem.Configure, tandem.ManagePeople, tandem.ErasePeople, tandem.ManageOwners,
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

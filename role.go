package tandem

import "slices"

// Role is what an operator may do in an account.
type Role string

// The roles, from the one that may do everything to the one that may only look.
const (
	Partner       Role = "partner"       // an owner who looks after several accounts and may make new ones
	Owner         Role = "owner"         // everything, the account itself and its people included
	Administrator Role = "administrator" // sets up integrations and people, but makes no owners
	Agent         Role = "agent"         // works with the records
	ReadOnly      Role = "read_only"     // looks at the records
)

// Roles lists the roles, the mightiest first.
func Roles() []Role { return []Role{Partner, Owner, Administrator, Agent, ReadOnly} }

// Right is one thing that somebody may do.
type Right string

// The rights. A page, an operation of the API and a routine each need one.
const (
	SeeRecords   Right = "records.see"   // records and their history
	EditRecords  Right = "records.edit"  // create, edit, delete and merge records
	SeeRuns      Right = "runs.see"      // connections, syncs, runs and their outcomes, the dictionary
	StartRuns    Right = "runs.start"    // start, pause, resume and cancel syncs; decide conflicts, link and unlink
	Configure    Right = "configure"     // connections, syncs, triggers, exports, custom fields; releasing, applying and undoing
	ManagePeople Right = "people.manage" // operators, their roles and field rights, tokens, the audit log
	ErasePeople  Right = "people.erase"  // export and erase the data of a person
	ManageOwners Right = "owners.manage" // who is an owner; the account itself
	MakeAccounts Right = "accounts.make" // make accounts, and partners
)

// May reports whether the role includes a right. A role that is not known has none.
func (r Role) May(right Right) bool { return slices.Contains(rightsOf(r), right) }

func rightsOf(r Role) []Right {
	switch r {
	case Partner:
		return []Right{SeeRecords, EditRecords, SeeRuns, StartRuns, Configure, ManagePeople, ErasePeople, ManageOwners, MakeAccounts}
	case Owner:
		return []Right{SeeRecords, EditRecords, SeeRuns, StartRuns, Configure, ManagePeople, ErasePeople, ManageOwners}
	case Administrator:
		return []Right{SeeRecords, EditRecords, SeeRuns, StartRuns, Configure, ManagePeople, ErasePeople}
	case Agent:
		return []Right{SeeRecords, EditRecords, SeeRuns}
	case ReadOnly:
		return []Right{SeeRecords, SeeRuns}
	default:
		return nil
	}
}

// MayManage reports whether who has the role may change somebody who has the
// other one, or send them away.
func (r Role) MayManage(other Role) bool {
	if other == Owner || other == Partner {
		return r.May(ManageOwners)
	}
	return r.May(ManagePeople)
}

// MayGive reports whether who has the role may give the other one to somebody.
// An owner may send a partner away, but make none: partners may make accounts.
func (r Role) MayGive(other Role) bool {
	return slices.Contains(Roles(), other) && r.MayManage(other) && (other != Partner || r.May(MakeAccounts))
}

package store_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"tandem"
	"tandem/dictionary"
	"tandem/store"
)

// Promise 10: whatever is asked in the name of another account, with the right
// ids and keys of this one, sees nothing and changes nothing.
func TestAccountsAreApart(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		other := setUp(t, s, "other")
		first := f.fill(t, 20)
		run := &tandem.Run{Account: f.account, Sync: "erp", State: tandem.Running}
		check(t, s.CreateRun(ctx, run))
		plan := &tandem.Plan{Account: f.account, Hash: "abc"}
		check(t, s.SavePlan(ctx, plan, []tandem.PlanRow{{Point: "customers", Key: "K"}}))
		check(t, s.SaveToken(ctx, &tandem.Token{Account: f.account, Name: "ci"}, []byte("hash"), nil))
		ada := invite(t, s, f.account, "ada@example.com", tandem.Owner)
		check(t, s.SaveFieldRights(ctx, f.account, "customer", []tandem.FieldRight{{Role: tandem.Agent, Object: "customer", Field: "name", Level: tandem.Hidden}}, nil))
		check(t, s.Audit(ctx, &tandem.AuditEntry{Account: f.account, Action: tandem.SettingsChanged}))
		check(t, s.AddCustomField(ctx, f.account, dictionary.CustomField{Object: "customer", Field: dictionary.Field{Name: "segment", Type: dictionary.Text}}))
		_, err := s.SaveDefinition(ctx, &tandem.Definition{Account: f.account, Kind: "sync", Name: "erp"})
		check(t, err)
		rest := f.batch(
			tandem.Row{Intent: tandem.IntentWrite{New: &tandem.Intent{Lane: f.lane}}},
			tandem.Row{Settled: &tandem.UnsettledWrite{Row: tandem.Unsettled{Key: "U", Outcome: tandem.Conflicted}}},
			tandem.Row{Outcome: &tandem.OutcomeRow{Key: "O", Point: "customers"}},
			tandem.Row{Write: tandem.RecordWrite{Op: tandem.Update, ID: first + 1, Version: 1, Set: tandem.AllFields(5), Values: customer(first+1, "K000001").Write.Values}},
			tandem.Row{Link: tandem.LinkWrite{Op: tandem.DropLink, Link: tandem.Link{ID: first + 1}}},
		)
		rest.Rows[3].Write.Values[1] = text("renamed")
		rest.Actor.Run = run.ID
		check(t, s.Commit(ctx, rest))
		check(t, s.Commit(ctx, &tandem.Batch{Account: f.account, Lane: f.lane, Cursors: &tandem.Cursors{Ours: 5}}))
		stolen := tandem.Lane{Account: other.account, Point: f.lane.Point, Object: "customer"}

		var rows tandem.Rows
		links := make([]tandem.Link, 1)
		reads := map[string]func(ctx context.Context) (int, error){
			"LinksByKey": func(ctx context.Context) (int, error) {
				err := s.LinksByKey(ctx, stolen, []tandem.Key{"K000000"}, true, links)
				return int(links[0].ID), err
			},
			"LinksAhead": func(ctx context.Context) (int, error) {
				err := s.LinksAhead(ctx, stolen, []tandem.Key{"K000000"}, true, links)()
				return int(links[0].ID), err
			},
			"LinksByID": func(ctx context.Context) (int, error) {
				err := s.LinksByID(ctx, stolen, []int64{first}, true, links)
				return int(links[0].ID), err
			},
			"Links": func(ctx context.Context) (int, error) {
				l, err := s.Links(ctx, stolen, "", 9)
				return len(l), err
			},
			"CountLinks": func(ctx context.Context) (int, error) {
				n, err := s.CountLinks(ctx, stolen)
				return int(n), err
			},
			"Records": func(ctx context.Context) (int, error) {
				err := s.Records(ctx, other.account, &customers, []int64{first}, &rows)
				return rows.Len(), err
			},
			"Get": func(ctx context.Context) (int, error) {
				return rows.Len(), s.Get(ctx, other.account, &customers, first, &rows)
			},
			"Unlinked": func(ctx context.Context) (int, error) {
				err := s.Unlinked(ctx, stolen, &customers, 0, 9, &rows)
				return rows.Len(), err
			},
			"List": func(ctx context.Context) (int, error) {
				err := s.List(ctx, other.account, &customers, store.ListQuery{}, &rows)
				return rows.Len(), err
			},
			"Find": func(ctx context.Context) (int, error) {
				err := s.Find(ctx, other.account, &customers, nil, 0, 9, &rows)
				return rows.Len(), err
			},
			"FindBy": func(ctx context.Context) (int, error) {
				err := s.FindBy(ctx, other.account, &customers, "number", text("K000000"), &rows)
				return rows.Len(), err
			},
			"Count": func(ctx context.Context) (int, error) {
				n, err := s.Count(ctx, other.account, "customer", nil)
				return int(n), err
			},
			"Counts": func(ctx context.Context) (int, error) {
				n, err := s.Counts(ctx, other.account)
				return int(n["customer"]), err
			},
			"ChangedSince": func(ctx context.Context) (int, error) {
				ids, _, _, err := s.ChangedSince(ctx, other.account, "customer", 0, 100, tandem.Actor{})
				return len(ids), err
			},
			"Changes": func(ctx context.Context) (int, error) {
				c, _, err := s.Changes(ctx, other.account, 0, 100)
				return len(c), err
			},
			"DefinitionVersions": func(ctx context.Context) (int, error) {
				v, err := s.DefinitionVersions(ctx, other.account, "sync", "erp", 9)
				return len(v), err
			},
			"Activity": func(ctx context.Context) (int, error) {
				if err := s.Tally(ctx); err != nil {
					return 0, err
				}
				a, err := s.Activity(ctx, other.account, time.Time{})
				return len(a), err
			},
			"CountConflicts": func(ctx context.Context) (int, error) {
				n, err := s.CountConflicts(ctx, other.account)
				return int(n), err
			},
			"History": func(ctx context.Context) (int, error) {
				c, err := s.History(ctx, other.account, "customer", first, 9)
				return len(c), err
			},
			"RecordLinks": func(ctx context.Context) (int, error) {
				l, err := s.RecordLinks(ctx, other.account, "customer", first)
				return len(l), err
			},
			"PendingIntents": func(ctx context.Context) (int, error) {
				l, err := s.PendingIntents(ctx, stolen, 0, 9)
				return len(l), err
			},
			"RunIntents": func(ctx context.Context) (int, error) {
				l, err := s.RunIntents(ctx, other.account, run.ID, 0, 9)
				return len(l), err
			},
			"RunChanges": func(ctx context.Context) (int, error) {
				l, err := s.RunChanges(ctx, other.account, run.ID, 0, 9)
				return len(l), err
			},
			"RunLinks": func(ctx context.Context) (int, error) {
				l, err := s.RunLinks(ctx, other.account, run.ID, 0, 9)
				return len(l), err
			},
			"Outcomes": func(ctx context.Context) (int, error) {
				l, err := s.Outcomes(ctx, other.account, run.ID, tandem.OutcomeQuery{})
				return len(l), err
			},
			"PlanRows": func(ctx context.Context) (int, error) {
				l, err := s.PlanRows(ctx, other.account, plan.ID, 0, 9)
				return len(l), err
			},
			"Wanted": func(ctx context.Context) (int, error) {
				state, err := s.Wanted(ctx, other.account, run.ID)
				return len(state), err
			},
			"Unsettled": func(ctx context.Context) (int, error) {
				l, err := s.Unsettled(ctx, stolen, 0, 9)
				return len(l), err
			},
			"Cursors": func(ctx context.Context) (int, error) {
				c, err := s.Cursors(ctx, stolen)
				return int(c.Ours), err
			},
			"Explain": func(ctx context.Context) (int, error) {
				_, err := s.Explain(ctx, stolen, "O", 0)
				return 0, err
			},
			"Run": func(ctx context.Context) (int, error) {
				_, err := s.Run(ctx, other.account, run.ID)
				return 0, err
			},
			"ListRuns": func(ctx context.Context) (int, error) {
				l, err := s.ListRuns(ctx, other.account, "", 9)
				return len(l), err
			},
			"Want": func(ctx context.Context) (int, error) {
				return 0, s.Want(ctx, other.account, run.ID, tandem.Paused)
			},
			"SaveRun": func(ctx context.Context) (int, error) {
				return 0, s.SaveRun(ctx, &tandem.Run{ID: run.ID, Account: other.account})
			},
			"Plan": func(ctx context.Context) (int, error) {
				_, err := s.Plan(ctx, other.account, "abc")
				return 0, err
			},
			"SavePlan": func(ctx context.Context) (int, error) {
				return 0, s.SavePlan(ctx, &tandem.Plan{ID: plan.ID, Account: other.account}, nil)
			},
			"Definitions": func(ctx context.Context) (int, error) {
				l, err := s.Definitions(ctx, other.account, "sync")
				return len(l), err
			},
			"RemoveDefinition": func(ctx context.Context) (int, error) {
				return 0, s.RemoveDefinition(ctx, other.account, "sync", "erp")
			},
			"KeptRuns": func(ctx context.Context) (int, error) {
				n, _, err := s.KeptRuns(ctx, other.account)
				return int(n), err
			},
			"Definition": func(ctx context.Context) (int, error) {
				_, err := s.Definition(ctx, other.account, "sync", "erp")
				return 0, err
			},
			"RemoveToken": func(ctx context.Context) (int, error) {
				return 0, s.RemoveToken(ctx, other.account, "ci", nil)
			},
			"Tokens": func(ctx context.Context) (int, error) {
				l, err := s.Tokens(ctx, other.account)
				return len(l), err
			},
			"FieldRights": func(ctx context.Context) (int, error) {
				l, err := s.FieldRights(ctx, other.account)
				return len(l), err
			},
			"AuditLog": func(ctx context.Context) (int, error) {
				l, err := s.AuditLog(ctx, other.account, tandem.AuditQuery{})
				return len(l), err
			},
			"Members": func(ctx context.Context) (int, error) {
				l, err := s.Members(ctx, other.account)
				return len(l), err
			},
			"Member": func(ctx context.Context) (int, error) {
				_, err := s.Member(ctx, other.account, ada)
				return 0, err
			},
			"SetRole": func(ctx context.Context) (int, error) {
				return 0, s.SetRole(ctx, other.account, ada, tandem.Agent, nil)
			},
			"RemoveMember": func(ctx context.Context) (int, error) {
				return 0, s.RemoveMember(ctx, other.account, ada, nil)
			},
			"RemoveCustomField": func(ctx context.Context) (int, error) {
				return 0, s.RemoveCustomField(ctx, other.account, "customer", "segment")
			},
			"Dictionary": func(ctx context.Context) (int, error) {
				d, err := s.Dictionary(ctx, other.account)
				check(t, err)
				object, _ := d.Object("customer")
				if _, there := object.Field("segment"); there {
					return 1, nil
				}
				return 0, nil
			},
			"CustomFields": func(ctx context.Context) (int, error) {
				l, err := s.CustomFields(ctx, other.account)
				return len(l), err
			},
		}
		everyMethod(t, s, reads)
		if n, err := s.RunChanges(ctx, f.account, run.ID, 0, 9); err != nil || len(n) == 0 {
			t.Errorf("the run's own changes: %v, %v", n, err)
		}
		if n, err := s.RunLinks(ctx, f.account, run.ID, 0, 9); err != nil || len(n) == 0 {
			t.Errorf("the run's own links: %v, %v", n, err)
		}
		for name, read := range reads {
			if n, err := read(ctx); n != 0 || err != nil && tandem.CodeOf(err) != tandem.NotFound {
				t.Errorf("%s finds %d, %v", name, n, err)
			}
		}
		for _, row := range []tandem.Row{update(first, 1, text("stolen"), text("x")), remove(first, 1)} {
			other.refused(t, other.batch(row), map[int]tandem.Code{0: tandem.Conflict})
		}
		batch := other.batch(tandem.Row{Link: tandem.LinkWrite{Op: tandem.DropLink, Link: tandem.Link{ID: first}}},
			tandem.Row{Link: tandem.LinkWrite{Op: tandem.TouchLink, Link: tandem.Link{ID: first, Hash: 1}}})
		batch.Lane = stolen
		check(t, s.Commit(ctx, batch))
		check(t, s.LinksByKey(ctx, f.lane, []tandem.Key{"K000000"}, false, links))
		if links[0].Hash != 7 {
			t.Errorf("the link became %+v", links[0])
		}
		check(t, s.Get(ctx, f.account, &customers, first, &rows))
		if rows.Versions[0] != 1 {
			t.Error("the record was changed")
		}
	})
}

// everyMethod fails for a method of the store that nobody has thought about here.
func everyMethod(t *testing.T, s *store.Store, reads map[string]func(context.Context) (int, error)) {
	t.Helper()
	known := map[string]string{
		"Accounts": allAccounts, "AccountByID": "the number is the account itself", "Account": allAccounts, "EnsureAccount": allAccounts, "Sweep": allAccounts, "Tally": allAccounts,
		"Token":   allAccounts,
		"Acquire": noAccount, "Renew": noAccount, "Release": noAccount, "Leased": noAccount, "NextIDs": noAccount, "ReturnIDs": noAccount, "LastSeq": noAccount,
		"PageRows": noAccount, "DeferIndexes": noAccount, "RestoreIndexes": noAccount, "RowSecurity": noAccount, "Subscribe": noAccount,
		"Reread": noAccount, "Close": noAccount,
		"HasPeople": ofPeople, "Person": ofPeople, "PersonByEmail": ofPeople, "PersonBySubject": ofPeople, "SavePerson": ofPeople, "Memberships": ofPeople,
		"Credentials": ofPeople, "SetPassword": ofPeople, "SetSecret": ofPeople, "TakeStep": ofPeople, "TakeRecoveryCode": ofPeople,
		"RecoveryCodes": ofPeople, "CreateSession": ofPeople, "Session": ofPeople, "Sessions": ofPeople, "TouchSession": ofPeople,
		"RenewSession": ofPeople, "EndSession": ofPeople, "EndSessions": ofPeople, "Pass": ofPeople, "SavePass": ofPeople, "Redeem": ofPeople,
		"AcceptInvitations": ofPeople, "Attempt": ofPeople, "ForgetAttempt": ofPeople, "AuditPerson": ofPeople,
		"Invite": makesOwn, "CreateAccount": makesOwn, "RenameAccount": makesOwn, "LinkOperator": makesOwn, "SaveFieldRights": makesOwn, "Audit": makesOwn,
		"TouchToken": makesOwn,
		"CreateRun":  makesOwn, "SaveToken": makesOwn, "AddCustomField": makesOwn, "SaveDefinition": makesOwn, "Lane": makesOwn,
		"ReserveAnswer": makesOwn, "KeepAnswer": "tried in answer_test.go", "DropAnswer": "tried in answer_test.go", "ForgetAnswers": "tried in answer_test.go",
		"Commit": "tried below", "ForgetRuns": "tried in retention_test.go", "ForgetChanges": "tried in change_forget_test.go", "Load": "tried in load_test.go",
		"Receiver": makesOwn, "LiveNodes": noAccount, "DefinitionCount": "tells a number, by the account's own row",
	}
	for _, method := range []string{
		"FreshDeliveries", "WaitingDeliveries", "OldestDelivery", "SettleDeliveries", "TakeReceiver", "LeaveReceiver", "ResumeReceiver", "Receivers",
		"DueReceivers", "Deliveries", "Delivery", "Resend", "Replay", "Told", "ForgetDeliveries",
	} {
		known[method] = "tried in delivery_test.go"
	}
	for method := range reflect.TypeOf(s).Methods() {
		_, tried := reads[method.Name]
		if _, ok := known[method.Name]; tried == ok {
			t.Errorf("%s: is it held to its account?", method.Name)
		}
	}
}

// Why a method is not asked in the name of another account.
const (
	allAccounts = "about all accounts, or to find one"
	noAccount   = "about nothing that belongs to an account"
	makesOwn    = "makes what is the account's own"
	ofPeople    = "about people, who belong to no account"
)

func TestAccounts(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		a, err := s.EnsureAccount(ctx, "acme")
		check(t, err)
		again, err := s.EnsureAccount(ctx, "acme")
		check(t, err)
		if a.ID != again.ID || a.ID == 0 {
			t.Errorf("acme is %d and %d", a.ID, again.ID)
		}
		if _, err := s.Account(ctx, "nobody"); tandem.CodeOf(err) != tandem.NotFound {
			t.Errorf("nobody: %v", err)
		}
		lane, err := s.Lane(ctx, a.ID, "erp", "customers", "customer")
		check(t, err)
		same, err := s.Lane(ctx, a.ID, "erp", "customers", "customer")
		check(t, err)
		if lane != same {
			t.Errorf("the lane is %+v and %+v", lane, same)
		}
	})
}

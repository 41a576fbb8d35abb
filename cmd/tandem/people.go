package main

import (
	"context"
	"os/user"
	"strings"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/people"
	"tandem/store"
)

// defaultURL is where people reach a server that nobody said anything about.
const defaultURL = "http://" + defaultListen + "/"

// site is the address that links begin with.
type site struct {
	URL string `name:"url" placeholder:"URL" help:"Where people reach the server (default: $TANDEM_URL, or where it listens)."`
}

// base is the address with a slash at its end.
func (s *site) base(a *app, otherwise string) string {
	url := s.URL
	if url == "" {
		url = a.environment("TANDEM_URL")
	}
	if url == "" {
		url = otherwise
	}
	return strings.TrimRight(url, "/") + "/"
}

// passURL is a link that lets somebody in once.
func passURL(base, code string) string { return base + "pass/" + code }

// commander is whoever may use the data directory: all that is in it is theirs.
func commander(account int64) people.By {
	name := "command line"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return people.By{Actor: tandem.Actor{Origin: tandem.ByPerson, Name: name, Role: tandem.Partner}, Account: account, Local: true}
}

// openPeople makes the room that lets people in.
func (a *app) openPeople(sealer people.Sealer) {
	a.people = people.New(people.Options{
		Store: a.store, Sealer: sealer, Operators: operators{a}, Log: a.log,
	})
}

// operators are the records of people, written through the engine's door.
type operators struct{ app *app }

func operatorShape() *tandem.Shape {
	return &tandem.Shape{Object: "operator", Fields: []string{"name", "email", "role", "active"}}
}

// operatorPage is how many operators are looked through at once.
const operatorPage = 500

// FindOperator finds a record by its address, however it is written: addresses that
// came from other systems are not folded.
func (o operators) FindOperator(ctx context.Context, account int64, email string) (*people.Operator, error) {
	var rows tandem.Rows
	for after := int64(0); ; after = rows.IDs[rows.Len()-1] {
		query := store.ListQuery{After: store.Position{ID: after}, Limit: operatorPage}
		if err := o.app.store.List(ctx, account, operatorShape(), query, &rows); err != nil {
			return nil, err
		}
		for i := range rows.IDs {
			row := rows.Row(i)
			if strings.EqualFold(row[1].Text(), email) {
				return &people.Operator{ID: rows.IDs[i], Name: row[0].Text(), Email: row[1].Text(), Role: tandem.Role(row[2].Text()), Active: row[3].Bool()}, nil
			}
		}
		if rows.Len() < operatorPage {
			return nil, tandem.Errorf(tandem.NotFound, "there is no operator %s", email)
		}
	}
}

// SaveOperator creates a record, or changes what differs in one.
func (o operators) SaveOperator(ctx context.Context, account int64, actor tandem.Actor, x *people.Operator) (int64, error) {
	edit, shape := engine.Edit{Op: tandem.Create}, operatorShape()
	before := make(tandem.Record, len(shape.Fields))
	if x.ID != 0 {
		var rows tandem.Rows
		if err := o.app.store.Get(ctx, account, shape, x.ID, &rows); err != nil {
			return 0, err
		}
		edit.Op, edit.ID, before = tandem.Update, x.ID, rows.Row(0)
	}
	after := tandem.Record{tandem.TextValue(x.Name), tandem.TextValue(x.Email), tandem.TextValue(string(x.Role)), tandem.BoolValue(x.Active)}
	for i, field := range shape.Fields {
		if before[i] != after[i] {
			edit.Fields = append(edit.Fields, engine.FieldValue{Field: field, Value: after[i]})
		}
	}
	if len(edit.Fields) == 0 {
		return x.ID, nil
	}
	results, err := o.app.engine.Write(ctx, account, actor, shape.Object, []engine.Edit{edit})
	if err != nil {
		return 0, err
	}
	return results[0].ID, results[0].Err
}

// memberNamed finds a person of the account by the address they sign in with.
func (a *app) memberNamed(ctx context.Context, account int64, email string) (*tandem.Member, error) {
	folded, err := people.FoldEmail(email)
	if err != nil {
		return nil, err
	}
	person, err := a.store.PersonByEmail(ctx, folded)
	if err == nil {
		var m *tandem.Member
		if m, err = a.store.Member(ctx, account, person.ID); err == nil {
			return m, nil
		}
	}
	if tandem.CodeOf(err) != tandem.NotFound {
		return nil, err
	}
	all, listErr := a.store.Members(ctx, account)
	if listErr != nil {
		return nil, listErr
	}
	known := make([]string, len(all))
	for i := range all {
		known[i] = all[i].Person.Email
	}
	return nil, tandem.Errorf(tandem.NotFound, "%s does not belong to the account", folded).WithHint(dictionary.DidYouMean(folded, known))
}

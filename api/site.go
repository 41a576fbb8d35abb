package api

import (
	"context"
	"net/http"
	"sync"

	"tandem"
	"tandem/dictionary"
	soapserver "tandem/soap/server"
)

// site is the API as one account sees it, made from its dictionary.
type site struct {
	*server

	dict    *dictionary.Dictionary
	objects []*object
	mux     *http.ServeMux
	openapi []byte
	soap    *soapserver.Server
}

// object is an object of the account, with what its records are read by.
type object struct {
	*dictionary.Object

	system *dictionary.Object // with the system fields
	whole  *view              // all fields but large contents
	full   *view              // all fields
}

// sites remembers the site of each account as long as its dictionary stays.
type sites struct {
	mu       sync.Mutex
	accounts map[int64]*site
}

func (s *server) site(ctx context.Context, account int64) (*site, error) {
	dict, err := s.Records.Dictionary(ctx, account)
	if err != nil {
		return nil, err
	}
	s.sites.mu.Lock()
	defer s.sites.mu.Unlock()
	if made, ok := s.sites.accounts[account]; ok && made.dict == dict {
		return made, nil
	}
	for _, other := range s.sites.accounts { // accounts without fields of their own share one
		if other.dict == dict {
			s.sites.accounts[account] = other
			return other, nil
		}
	}
	made, err := s.newSite(dict) //nolint:contextcheck // a site outlives the request that made it
	if err != nil {
		return nil, err
	}
	if s.sites.accounts == nil {
		s.sites.accounts = map[int64]*site{}
	}
	s.sites.accounts[account] = made
	return made, nil
}

func (s *server) newSite(dict *dictionary.Dictionary) (*site, error) {
	site := &site{server: s, dict: dict}
	for i := range dict.Objects {
		o, err := newObject(&dict.Objects[i])
		if err != nil {
			return nil, err
		}
		site.objects = append(site.objects, o)
	}
	if err := site.route(); err != nil {
		return nil, err
	}
	var err error
	site.soap, err = soapserver.New(site.service(), soapserver.Options{Realm: "tandem"})
	return site, err
}

func newObject(d *dictionary.Object) (o *object, err error) {
	o = &object{Object: d, system: dictionary.WithSystem(d)}
	var whole, full []string
	for i := range o.system.Fields {
		f := &o.system.Fields[i]
		full = append(full, f.Name)
		if f.Type != dictionary.Bytes {
			whole = append(whole, f.Name)
		}
	}
	if o.whole, err = newView(o, whole); err != nil {
		return nil, err
	}
	o.full, err = newView(o, full)
	return o, err
}

// place names a record for people.
func (o *object) place(id int64) string { return o.Name + " " + tandem.IntegerValue(id).String() }

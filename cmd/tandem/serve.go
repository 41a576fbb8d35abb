package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"tandem"
	"tandem/api"
	"tandem/people"
	"tandem/setup"
)

// defaultListen is where a server listens unless told otherwise: on this
// machine only.
const defaultListen = "127.0.0.1:8480"

type serveCommand struct {
	site

	Listen        string   `default:"127.0.0.1:8480" placeholder:"ADDR" help:"Where to listen: host:port."`
	TrustProxy    []string `placeholder:"ADDR" help:"Believe what a proxy at this address, or in this network, says of who asks and whether by TLS."`
	AllowNetworks []string `placeholder:"NETWORK" help:"Private networks that triggers may call: 10.0.0.0/8,192.168.1.7."`
	OpenID        openID   `embed:"" prefix:"openid-"`

	APIRate int `name:"api-rate" default:"6000" placeholder:"N" help:"How many requests one token may send to the API in a minute; 0 = any number."`
	APIBody int `name:"api-body" default:"10" placeholder:"MIB" help:"How long one request to the API may be."`
}

// openID is the provider that may vouch for people.
type openID struct {
	Issuer string `placeholder:"URL" help:"Let people sign in by this OpenID provider; the client's secret is in $TANDEM_OPENID_SECRET."`
	Client string `placeholder:"ID" help:"How the provider knows this server."`
	Name   string `default:"OpenID" placeholder:"NAME" help:"What the button calls the provider."`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(ctx context.Context, a *app) error {
	networks, err := setup.ParseNetworks(c.AllowNetworks)
	if err != nil {
		return err
	}
	if err := a.open(ctx); err != nil {
		return err
	}
	proxies, err := parseProxies(c.TrustProxy)
	if err != nil {
		return err
	}
	a.allowed = networks
	s, err := a.newServer(ctx, c.Listen)
	if err != nil {
		return err
	}
	s.guard.proxies = proxies
	s.limits = api.Limits{Requests: c.APIRate, Body: int64(c.APIBody) << 20}
	s.url = c.base(a, s.address())
	if a.people.OpenID, err = c.OpenID.provider(a, s.url); err != nil {
		return err
	}
	if err := a.announce(ctx, s); err != nil {
		return err
	}
	return s.run(ctx)
}

// provider is the provider as people are let in by it; nil = there is none.
func (o *openID) provider(a *app, base string) (*people.OpenID, error) {
	if o.Issuer == "" {
		return nil, nil //nolint:nilnil // no provider is none
	}
	secret := a.environment("TANDEM_OPENID_SECRET")
	if o.Client == "" || secret == "" {
		return nil, tandem.Errorf(tandem.Usage, "an OpenID provider needs a client and its secret").WithHint("--openid-client ID, and TANDEM_OPENID_SECRET in the environment")
	}
	return &people.OpenID{Name: o.Name, Issuer: o.Issuer, Client: o.Client, Secret: secret, Redirect: base + "sign-in/openid/back"}, nil
}

// announce tells people and programs where the server is, and the first of them how
// to become its owner.
func (a *app) announce(ctx context.Context, s *server) error {
	code := ""
	if s.demo == nil {
		var err error
		if code, err = a.people.FirstOwner(ctx); err != nil {
			return err
		}
	}
	if a.options.JSON {
		told := map[string]string{"url": s.address()}
		if code != "" {
			told["owner_link"] = passURL(s.url, code)
		}
		a.printJSON(told)
		return nil
	}
	a.sayf("tandem is at %s", s.address())
	if code != "" {
		a.sayf("become its owner, once, at %s", passURL(s.url, code))
	}
	a.sayf("Ctrl-C stops it")
	return nil
}

// server is the pages, the workers and the socket, with one life.
type server struct {
	app      *app
	claim    *claim
	listener net.Listener
	url      string // what links begin with
	guard    *guard
	crew     *crew
	demo     *people.Visit // who everybody is; nil = who signs in
	limits   api.Limits

	deliverer *deliverer
	looks     *looks
}

// newServer takes the data directory and the first address that is free, so
// that whatever is in the way is told before anything runs.
func (a *app) newServer(ctx context.Context, addresses ...string) (*server, error) {
	s := &server{app: a}
	if a.options.Database == "" {
		l, taken, err := tryLock(a.dir)
		if err != nil {
			return nil, err
		}
		if !taken {
			return nil, tandem.Errorf(tandem.Busy, "another process works on this data directory").At(a.dir).WithHint("stop it first; one server is enough for a directory")
		}
		s.claim = &claim{lock: l, lost: context.WithoutCancel(ctx), leave: func() {}}
		a.onClose(s.claim.release)
	}
	var err error
	if s.listener, err = listenOn(ctx, addresses); err != nil {
		return nil, err
	}
	a.onClose(func() error {
		if err := s.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			return fmt.Errorf("stop listening: %w", err)
		}
		return nil
	})
	s.crew = newCrew(a, s.claim)
	s.looks = newLooks(ctx, a)
	a.onClose(s.looks.close)
	s.deliverer = newDeliverer(a)
	s.guard, s.url = newGuard(s.listener.Addr(), nil), s.address()
	return s, nil
}

// listenOn takes the first of the addresses that is free.
func listenOn(ctx context.Context, addresses []string) (net.Listener, error) {
	var lc net.ListenConfig
	var last error
	for _, address := range addresses {
		l, err := lc.Listen(ctx, "tcp", address)
		if err == nil {
			return l, nil
		}
		last = tandem.Errorf(tandem.Usage, "the server cannot listen on %s", address).WithHint("is something else there? --listen takes another address").Because(err)
	}
	return nil, last
}

func (s *server) address() string { return "http://" + s.listener.Addr().String() + "/" }

// run starts everything and, when the context ends or one part gives up, stops
// everything: first the pages' open streams, then requests, then the workers
// between two pages of their runs.
func (s *server) run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	streams, endStreams := context.WithCancel(context.WithoutCancel(ctx))
	defer endStreams()
	web := &http.Server{
		Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return streams },
		ErrorLog:    stdLog(s.app.log),
	}
	var group sync.WaitGroup
	group.Go(func() { s.crew.run(ctx) })
	group.Go(func() { s.deliverer.run(ctx) })
	group.Go(func() { s.regularly(ctx, sweepEvery, "sweep", s.app.sweep) })
	group.Go(func() { s.regularly(ctx, tallyEvery, "tally", s.app.store.Tally) })
	if s.app.options.Database == "" {
		group.Go(func() {
			if err := listenPokes(ctx, s.app.dir, s.poked); err != nil {
				s.app.log.Warn("no socket; other commands are noticed at the next tick", "error", err)
			}
		})
	}
	unsubscribe := s.app.store.Subscribe(s.changed)
	defer unsubscribe()
	group.Go(func() {
		if err := web.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
			stop(fmt.Errorf("serve pages: %w", err))
		}
	})
	<-ctx.Done()
	endStreams()
	patience, give := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer give()
	err := web.Shutdown(patience)
	group.Wait()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	if err != nil {
		s.app.log.Warn("requests were cut off", "error", err)
	}
	return nil
}

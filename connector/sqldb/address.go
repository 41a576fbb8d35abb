package sqldb

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tandem"
)

// address is where a database is, taken apart.
type address struct {
	scheme, user, password string
	host                   string
	port                   int
	path                   string // database, service or file
	params                 url.Values
}

// defaultPort is the port a database listens on.
func defaultPort(scheme string) int {
	switch scheme {
	case "postgres", "postgresql":
		return 5432
	case "mysql", "mariadb":
		return 3306
	case "firebird":
		return 3050
	case "sqlserver":
		return 1433
	case "oracle":
		return 1521
	default:
		return 0
	}
}

// allowedParams are the parameters an address may have, by scheme. What else a
// driver understands could read the server's files or loosen its safety.
func allowedParams(scheme string) []string {
	switch scheme {
	case "postgres", "postgresql":
		return []string{"sslmode"}
	case "sqlserver":
		return []string{"database"}
	case "firebird":
		return []string{"charset", "role", "auth_plugin_name", "wire_crypt"}
	default:
		return nil
	}
}

// parseAddress reads a database's URL. Its errors never repeat the text: it may hold a password.
func parseAddress(text string) (address, error) {
	bad := func(format string, args ...any) (address, error) {
		return address{}, tandem.Errorf(tandem.Config, format, args...).At("url")
	}
	if text == "" {
		return bad("the address of the database is missing")
	}
	u, err := url.Parse(text)
	if err != nil {
		return bad("the address cannot be read; write special characters in user and password as %%XX")
	}
	if _, ok := dialectOf(u.Scheme); !ok {
		return bad("there is no database %q; known are postgres, mysql, sqlite, firebird, sqlserver, oracle", u.Scheme)
	}
	a := address{scheme: u.Scheme, host: u.Hostname(), path: strings.TrimPrefix(u.Path, "/"), params: u.Query()}
	if u.User != nil {
		a.user = u.User.Username()
		a.password, _ = u.User.Password()
	}
	for name := range a.params {
		if !slices.Contains(allowedParams(u.Scheme), name) {
			return bad("an address of %s has no parameter %q", u.Scheme, name)
		}
	}
	if u.Scheme == "sqlite" {
		a.path = u.Path
		if a.host != "" || a.path == "" || a.path == "/" {
			return bad("the address of a SQLite file is sqlite:///path/file.db, with three slashes")
		}
		return a, nil
	}
	if a.host == "" {
		return bad("the address names no host")
	}
	a.port = defaultPort(u.Scheme)
	if p := u.Port(); p != "" {
		if a.port, err = strconv.Atoi(p); err != nil || a.port < 1 || a.port > 65_535 {
			return bad("%q is not a port", p)
		}
	}
	return a, nil
}

// String writes the address for people: without the password.
func (a *address) String() string {
	u := url.URL{Scheme: a.scheme, Host: a.host, Path: "/" + strings.TrimPrefix(a.path, "/")}
	if a.port != 0 {
		u.Host += ":" + strconv.Itoa(a.port)
	}
	if a.user != "" {
		u.User = url.User(a.user)
	}
	return u.String()
}

package web

import (
	"net/http"
	"net/url"
	"strings"
)

// theme is how a person wants pages to look. It travels in a cookie, so that
// the server writes it into the page and nothing flashes up in the wrong one.
type theme string

const (
	systemTheme theme = ""
	lightTheme  theme = "light"
	darkTheme   theme = "dark"
)

const themeCookie = "theme"

// next is the theme that a click on the button leads to.
func (t theme) next() theme {
	switch t {
	case systemTheme:
		return lightTheme
	case lightTheme:
		return darkTheme
	default:
		return systemTheme
	}
}

// word names the theme.
func (t theme) word() string {
	if t == systemTheme {
		return "system"
	}
	return string(t)
}

func asTheme(s string) theme {
	switch t := theme(s); t {
	case lightTheme, darkTheme:
		return t
	default:
		return systemTheme
	}
}

func readTheme(r *http.Request) theme {
	c, err := r.Cookie(themeCookie)
	if err != nil {
		return systemTheme
	}
	return asTheme(c.Value)
}

// themeSave stores a theme in the browser and goes back to where the person was.
func (s *site) themeSave(w http.ResponseWriter, r *http.Request, _ *page) error {
	keep(w, r, themeCookie, string(asTheme(r.PostFormValue("theme"))))
	http.Redirect(w, r, wayBack(r.PostFormValue("back")), http.StatusSeeOther) //nolint:gosec // wayBack stays on this server
	return nil
}

// wayBack keeps a redirect on this server: what looks like another host leads to the start page.
func wayBack(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, `\`) {
		return "/"
	}
	return path
}

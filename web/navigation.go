package web

import (
	"strings"

	"tandem"
)

// section is a part of the navigation.
type section struct {
	Name  string // its text is "nav.NAME"
	Items []navItem
}

// navItem leads to an area.
type navItem struct {
	Name  string // its text is "nav.NAME", its icon has the same name
	URL   string
	right tandem.Right
}

// sections is the whole navigation. What a visitor may not open is left out,
// and so is what this server has no page for.
func sections() []section {
	return []section{
		{"work", []navItem{
			{"overview", "/", tandem.SeeRuns},
			{"customers", "/customers", tandem.SeeRecords},
			{"contacts", "/contacts", tandem.SeeRecords},
			{"cases", "/cases", tandem.SeeRecords},
			{"tasks", "/tasks", tandem.SeeRecords},
			{"quotes", "/quotes", tandem.SeeRecords},
			{"sales-orders", "/sales-orders", tandem.SeeRecords},
			{"invoices", "/invoices", tandem.SeeRecords},
			{"rmas", "/rmas", tandem.SeeRecords},
			{"products", "/products", tandem.SeeRecords},
		}},
		{"integration", []navItem{
			{"integrations", "/integrations", tandem.SeeRuns},
			{"conflicts", "/conflicts", tandem.SeeRuns},
			{"triggers", "/triggers", tandem.SeeRuns},
			{"deliveries", "/deliveries", tandem.SeeRuns},
			{"dictionary", "/dictionary", tandem.SeeRuns},
		}},
		{"administration", []navItem{
			{"account", "/account", tandem.Configure},
			{"people", "/people", tandem.ManagePeople},
			{"tokens", "/tokens", tandem.ManagePeople},
			{"audit", "/audit", tandem.ManagePeople},
			{"accounts", "/accounts", ""},
		}},
	}
}

// navigation is what this visitor can go to; nobody goes anywhere.
func (p *page) navigation() []section {
	var shown []section
	if p.account.ID == 0 && p.visitor.Person == 0 {
		return shown
	}
	for _, s := range sections() {
		visible := section{Name: s.Name}
		for _, item := range s.Items {
			if p.has(item.URL) && (item.right == "" || p.may(item.right)) {
				visible.Items = append(visible.Items, item)
			}
		}
		if len(visible.Items) > 0 {
			shown = append(shown, visible)
		}
	}
	return shown
}

// has reports whether there is a page at an address.
func (p *page) has(url string) bool { return p.addresses[url] }

// addressesOf are the fixed addresses that can be opened.
func addressesOf(routes []route) map[string]bool {
	known := map[string]bool{}
	for _, r := range routes {
		if url, ok := strings.CutPrefix(r.pattern, "GET "); ok {
			known[strings.TrimSuffix(url, "{$}")] = true
		}
	}
	return known
}

// here reports whether the page belongs to the item's area.
func (p *page) here(item navItem) bool {
	path, _, _ := strings.Cut(p.path, "?")
	if item.URL == "/" {
		return path == "/" || strings.HasPrefix(path, "/runs/")
	}
	if item.URL == "/integrations" && (strings.HasPrefix(path, "/syncs/") || strings.HasPrefix(path, "/plans/") || strings.HasPrefix(path, "/looks/")) {
		return true
	}
	return path == item.URL || strings.HasPrefix(path, item.URL+"/")
}

// at reports whether the page is the one at an address, whatever is asked of it.
func (p *page) at(url string) bool {
	path, _, _ := strings.Cut(p.path, "?")
	wanted, _, _ := strings.Cut(url, "?")
	return path == wanted
}

package xmltree

import "strings"

// Name is an expanded name: namespace and local name.
type Name struct {
	Space, Local string
}

// String writes a name as {namespace}local.
func (n Name) String() string {
	if n.Space == "" {
		return n.Local
	}
	return "{" + n.Space + "}" + n.Local
}

// Attr is an attribute. Declarations of namespaces are none; they stand in the
// scope of their element.
type Attr struct {
	Name  Name
	Value string
	Space string // of a value that is a qualified name: its namespace; writing puts a prefix for it before Value
}

// Element is an element with what it holds. Character data stands in Text up
// to the first child, and in Tail of each child up to the next.
type Element struct {
	Name      Name
	Attrs     []Attr
	Text      string
	TextSpace string // of a Text that is a qualified name: its namespace; writing puts a prefix for it before Text
	Children  []*Element
	Tail      string
	scope     *scope
}

// scope is one prefix with its namespace, and the declarations around it.
type scope struct {
	prefix, space string
	outer         *scope
}

func (s *scope) find(prefix string) (space string, ok bool) {
	for ; s != nil; s = s.outer {
		if s.prefix == prefix {
			return s.space, true
		}
	}
	if prefix == "xml" {
		return xmlSpace, true
	}
	return "", prefix == ""
}

// New makes an element with a text.
func New(space, local, text string) *Element {
	return &Element{Name: Name{Space: space, Local: local}, Text: text}
}

// Add appends a child and returns it.
func (e *Element) Add(child *Element) *Element {
	e.Children = append(e.Children, child)
	return child
}

// Set adds an attribute without a namespace.
func (e *Element) Set(local, value string) {
	e.Attrs = append(e.Attrs, Attr{Name: Name{Local: local}, Value: value})
}

// Attr returns an attribute without a namespace, "" if it is not there.
func (e *Element) Attr(local string) string {
	value, _ := e.Lookup("", local)
	return value
}

// Lookup returns an attribute and whether it is there.
func (e *Element) Lookup(space, local string) (string, bool) {
	for i := range e.Attrs {
		if a := &e.Attrs[i]; a.Name.Local == local && a.Name.Space == space {
			return a.Value, true
		}
	}
	return "", false
}

// Child returns the first child with a local name, whatever its namespace, or nil.
func (e *Element) Child(local string) *Element {
	if e == nil {
		return nil
	}
	for _, c := range e.Children {
		if c.Name.Local == local {
			return c
		}
	}
	return nil
}

// Find returns the first child with a name, or nil.
func (e *Element) Find(name Name) *Element {
	if e == nil {
		return nil
	}
	for _, c := range e.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Content returns all character data that stands directly in the element.
func (e *Element) Content() string {
	if e == nil {
		return ""
	}
	if len(e.Children) == 0 {
		return e.Text
	}
	var b strings.Builder
	b.WriteString(e.Text)
	for _, c := range e.Children {
		b.WriteString(c.Tail)
	}
	return b.String()
}

// QName resolves a qualified name in a value, "xs:string", by the namespaces
// that are declared here. A name without a prefix has the default namespace.
func (e *Element) QName(value string) (Name, bool) {
	prefix, local, found := strings.Cut(strings.TrimSpace(value), ":")
	if !found {
		prefix, local = "", prefix
	}
	space, ok := e.scope.find(prefix)
	return Name{Space: space, Local: local}, ok && local != ""
}

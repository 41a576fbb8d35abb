package xmltree

import (
	"strings"
)

// Parse reads a document that is at hand. The tree shares the memory of one
// copy of it.
func Parse(data []byte, charset string, limits Limits) (*Element, error) {
	if limits.Bytes > 0 && int64(len(data)) > limits.Bytes {
		return nil, &LimitError{What: "bytes", Limit: limits.Bytes}
	}
	text, err := decode(data, charset)
	if err != nil {
		return nil, err
	}
	p := &parser{s: text, limits: limits}
	if err := p.document(); err != nil {
		return nil, err
	}
	return p.root, nil
}

// parser is one walk over a document.
type parser struct {
	s      string
	at     int
	limits Limits
	root   *Element
	open   []*Element // from the root to where the walk stands
	names  []string   // as written in their start tags
	count  int
	slab   []Element // elements are made by the dozen
	raw    []rawAttr
	piece  string // character data since the last tag: the first piece ...
	pieces []byte // ... or all, where comments or CDATA sections cut it
}

// rawAttr is an attribute whose name still has its prefix.
type rawAttr struct {
	name, value string
}

// document walks over everything. It has a loop instead of recursion, so that
// no depth of nesting can exhaust the stack.
func (p *parser) document() error {
	for p.at < len(p.s) {
		if err := p.step(); err != nil {
			return err
		}
	}
	switch {
	case len(p.open) > 0:
		return p.fail("the document ends within <%s>", p.names[len(p.names)-1])
	case p.root == nil:
		return p.fail("the document has no element")
	}
	return nil
}

func (p *parser) step() error {
	rest := p.s[p.at:]
	switch {
	case rest[0] != '<':
		return p.text()
	case strings.HasPrefix(rest, "</"):
		return p.end()
	case strings.HasPrefix(rest, "<!--"):
		return p.skip("-->", "comment")
	case strings.HasPrefix(rest, "<![CDATA["):
		return p.cdata()
	case strings.HasPrefix(rest, "<?"):
		return p.skip("?>", "processing instruction")
	case strings.HasPrefix(rest, "<!DOCTYPE"):
		return p.doctype()
	case p.root != nil && len(p.open) == 0:
		return p.fail("there is a second element behind the root")
	default:
		return p.start()
	}
}

func (p *parser) skip(end, what string) error {
	n := strings.Index(p.s[p.at:], end)
	if n < 0 {
		return p.fail("a %s has no end", what)
	}
	p.at += n + len(end)
	return nil
}

func (p *parser) text() error {
	n := strings.IndexByte(p.s[p.at:], '<')
	if n < 0 {
		n = len(p.s) - p.at
	}
	raw := p.s[p.at : p.at+n]
	if len(p.open) == 0 {
		if strings.TrimLeft(raw, " \t\r\n\uFEFF") != "" {
			return p.fail("there is text outside the root element")
		}
		p.at += n
		return nil
	}
	text, err := p.unescape(raw, false)
	if err != nil {
		return err
	}
	p.at += n
	p.append(text)
	return nil
}

func (p *parser) cdata() error {
	const begin, end = "<![CDATA[", "]]>"
	n := strings.Index(p.s[p.at:], end)
	if n < 0 {
		return p.fail("a CDATA section has no end")
	}
	if len(p.open) == 0 {
		return p.fail("there is text outside the root element")
	}
	raw := p.s[p.at+len(begin) : p.at+n]
	if err := p.legal(raw); err != nil {
		return err
	}
	p.append(newlines(raw))
	p.at += n + len(end)
	return nil
}

// append keeps character data until the next tag.
func (p *parser) append(text string) {
	switch {
	case len(p.pieces) > 0:
		p.pieces = append(p.pieces, text...)
	case p.piece == "":
		p.piece = text
	default:
		p.pieces = append(append(p.pieces, p.piece...), text...)
	}
}

// flush puts the character data since the last tag where the walk stands.
func (p *parser) flush() {
	text := p.piece
	if len(p.pieces) > 0 {
		text = string(p.pieces)
	}
	p.piece, p.pieces = "", p.pieces[:0]
	if text == "" {
		return
	}
	e := p.open[len(p.open)-1]
	if n := len(e.Children); n > 0 {
		e.Children[n-1].Tail = text
	} else {
		e.Text = text
	}
}

// doctype refuses a document type declaration, or passes over it.
func (p *parser) doctype() error {
	if !p.limits.SkipDoctype || p.root != nil {
		return p.fail("a document type declaration (DTD) is not allowed")
	}
	depth := 0
	for i := p.at; i < len(p.s); i++ {
		switch p.s[i] {
		case '"', '\'':
			n := strings.IndexByte(p.s[i+1:], p.s[i])
			if n < 0 {
				return p.fail("a quoted text has no end")
			}
			i += n + 1
		case '<':
			if strings.HasPrefix(p.s[i:], "<!--") {
				n := strings.Index(p.s[i:], "-->")
				if n < 0 {
					return p.fail("a comment has no end")
				}
				i += n + 2
				continue
			}
			depth++
		case '>':
			if depth--; depth == 0 {
				p.at = i + 1
				return nil
			}
		}
	}
	return p.fail("the document type declaration has no end")
}

func (p *parser) end() error {
	n := strings.IndexByte(p.s[p.at:], '>')
	if n < 0 {
		return p.fail("an end tag has no end")
	}
	name := strings.TrimRight(p.s[p.at+2:p.at+n], " \t\r\n")
	last := len(p.open) - 1
	if last < 0 {
		return p.fail("</%s> closes nothing", name)
	}
	if name != p.names[last] {
		return p.fail("</%s> closes <%s>", name, p.names[last])
	}
	p.flush()
	p.open, p.names = p.open[:last], p.names[:last]
	p.at += n + 1
	return nil
}

package xmltree

import "strconv"

// Prefer names the prefix that WriteElement takes for a namespace.
func (w *Writer) Prefer(prefix, space string) {
	w.prefer = append(w.prefer, scope{prefix: prefix, space: space})
}

// Declare declares a namespace on the element that Start just began, for it
// and all that WriteElement writes inside.
func (w *Writer) Declare(prefix, space string) {
	if prefix == "" {
		w.Attr("xmlns", space)
	} else {
		w.Attr("xmlns:"+prefix, space)
	}
	w.scope = &scope{prefix: prefix, space: space, outer: w.scope}
}

// WriteElement writes a tree and declares the namespaces it needs. A tree that
// was read keeps its own prefixes, because its texts may name them.
func (w *Writer) WriteElement(e *Element) {
	outer := w.scope
	w.inherit(e.scope)
	tag := w.qualify(e.Name, true)
	names := make([]string, len(e.Attrs))
	values := make([]string, len(e.Attrs))
	for i, a := range e.Attrs {
		names[i], values[i] = w.qualify(a.Name, false), a.Value
		if a.Space != "" {
			values[i] = w.qualify(Name{Space: a.Space, Local: a.Value}, false)
		}
	}
	text := e.Text
	if e.TextSpace != "" {
		text = w.qualify(Name{Space: e.TextSpace, Local: text}, false)
	}
	w.Start(tag)
	w.declareSince(outer)
	for i := range names {
		w.Attr(names[i], values[i])
	}
	if text != "" {
		w.Text(text)
	}
	for _, c := range e.Children {
		w.WriteElement(c)
		if c.Tail != "" {
			w.Text(c.Tail)
		}
	}
	w.End()
	w.scope = outer
}

// inherit takes over the declarations around an element that was read, as far
// as they do not hold already.
func (w *Writer) inherit(s *scope) {
	var added []*scope
	seen := map[string]bool{}
	for ; s != nil; s = s.outer {
		if seen[s.prefix] {
			continue
		}
		seen[s.prefix] = true
		if space, ok := w.scope.find(s.prefix); ok && space == s.space {
			continue
		}
		added = append(added, s)
	}
	for _, s := range added {
		w.scope = &scope{prefix: s.prefix, space: s.space, outer: w.scope}
	}
}

// declareSince writes the declarations that were added to the scope.
func (w *Writer) declareSince(outer *scope) {
	written := map[string]bool{}
	for s := w.scope; s != outer; s = s.outer {
		if written[s.prefix] {
			continue
		}
		written[s.prefix] = true
		if s.prefix == "" {
			w.Attr("xmlns", s.space)
		} else {
			w.Attr("xmlns:"+s.prefix, s.space)
		}
	}
}

// qualify writes a name with a prefix that means its namespace here, and adds
// one to the scope where there is none. Only an element may use the default
// namespace.
func (w *Writer) qualify(name Name, isElement bool) string {
	if name.Space == "" {
		if space, _ := w.scope.find(""); isElement && space != "" {
			w.scope = &scope{outer: w.scope}
		}
		return name.Local
	}
	if name.Space == xmlSpace {
		return "xml:" + name.Local
	}
	if prefix, ok := w.prefixOf(name.Space, isElement); ok {
		if prefix == "" {
			return name.Local
		}
		return prefix + ":" + name.Local
	}
	prefix := w.newPrefix(name.Space)
	w.scope = &scope{prefix: prefix, space: name.Space, outer: w.scope}
	return prefix + ":" + name.Local
}

func (w *Writer) prefixOf(space string, isElement bool) (string, bool) {
	for s := w.scope; s != nil; s = s.outer {
		if s.space != space || (s.prefix == "" && !isElement) {
			continue
		}
		if now, _ := w.scope.find(s.prefix); now == space {
			return s.prefix, true
		}
	}
	return "", false
}

func (w *Writer) newPrefix(space string) string {
	for _, p := range w.prefer {
		if _, taken := w.scope.find(p.prefix); p.space == space && !taken {
			return p.prefix
		}
	}
	for {
		w.made++
		prefix := "ns" + strconv.Itoa(w.made)
		if _, taken := w.scope.find(prefix); !taken {
			return prefix
		}
	}
}

// Marshal writes a tree as a document.
func Marshal(e *Element) []byte {
	var w Writer
	w.Declaration()
	w.WriteElement(e)
	return w.Bytes()
}

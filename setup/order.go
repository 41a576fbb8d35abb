package setup

import (
	"slices"
	"strings"

	"tandem/dictionary"
)

// sortPoints puts parents before children. Where references form a circle, the
// ones that may stay empty are filled in later; a circle of references that
// must all be there can never begin and is refused.
func sortPoints(points []DataPoint, ours *dictionary.Dictionary, problems *Problems) []DataPoint {
	left := make([]*node, len(points))
	for i := range points {
		left[i] = &node{point: &points[i], parents: parents(&points[i], ours)}
	}
	sorted := make([]DataPoint, 0, len(points))
	done := map[string]bool{}
	for len(left) > 0 {
		i := slices.IndexFunc(left, func(n *node) bool { return n.isFree(done, false) })
		if i < 0 {
			i = slices.IndexFunc(left, func(n *node) bool { return n.isFree(done, true) })
		}
		if i < 0 {
			refuseCircle(left, problems)
			return points
		}
		sorted = append(sorted, *left[i].point)
		done[left[i].point.Name] = true
		left = slices.Delete(left, i, i+1)
	}
	return sorted
}

// node is a data point with what it needs to stand before it.
type node struct {
	point   *DataPoint
	parents []parent
}

type parent struct {
	name     string
	required bool
	place    string
}

// isFree reports whether everything the data point points at stands before it;
// loosely, only what it cannot do without.
func (n *node) isFree(done map[string]bool, loosely bool) bool {
	for _, p := range n.parents {
		if !done[p.name] && (p.required || !loosely) {
			return false
		}
	}
	return true
}

// parents lists the data points that p points at. A reference to itself counts
// only where it is required, and then nothing can be done about it.
func parents(p *DataPoint, ours *dictionary.Dictionary) []parent {
	object, _ := ours.Object(p.Ours)
	list := parentsIn(p.Name, p.Fields, object)
	if p.Lines != nil && object != nil {
		list = append(list, parentsIn(p.Name, p.Lines.Fields, object.Lines)...)
	}
	return list
}

func parentsIn(self string, fields []Field, object *dictionary.Object) []parent {
	var list []parent
	for i := range fields {
		f := &fields[i]
		if f.Reference == "" {
			continue
		}
		required := false
		if object != nil {
			if ours, ok := object.Field(f.Ours); ok {
				required = ours.Required
			}
		}
		if f.Reference != self || required {
			list = append(list, parent{f.Reference, required, f.Places.Of("reference")})
		}
	}
	return list
}

// refuseCircle names the circle among data points none of which can be first.
func refuseCircle(left []*node, problems *Problems) {
	byName := map[string]*node{}
	for _, n := range left {
		byName[n.point.Name] = n
	}
	// Following required references from any of them must come back to where it was.
	var path []string
	place := ""
	for n := left[0]; n != nil; {
		at := slices.Index(path, n.point.Name)
		path = append(path, n.point.Name)
		if at >= 0 {
			path = path[at:]
			break
		}
		next := n
		n = nil
		for _, p := range next.parents {
			if p.required && byName[p.name] != nil {
				n, place = byName[p.name], p.place
				break
			}
		}
	}
	problems.addf(place, "leave one of the references out, or point it at a field that may stay empty",
		"data points need each other in a circle: %s", strings.Join(path, " -> "))
}

package setup

import (
	"slices"
	"testing"

	"tandem/dictionary"
)

// family is a dictionary of objects a, b and c that point at each other by
// fields of which the capital ones are required.
func family() *dictionary.Dictionary {
	d := &dictionary.Dictionary{}
	for _, name := range []string{"a", "b", "c"} {
		o := dictionary.Object{Name: name}
		for _, target := range []string{"a", "b", "c"} {
			o.Fields = append(o.Fields,
				dictionary.Field{Name: "may_" + target, Type: dictionary.Reference, Target: target},
				dictionary.Field{Name: "must_" + target, Type: dictionary.Reference, Target: target, Required: true})
		}
		d.Objects = append(d.Objects, o)
	}
	return d
}

// child is a data point whose references are its fields: "may_a" points at data point a.
func child(name string, fields ...string) DataPoint {
	p := DataPoint{Name: name, Ours: name, Places: Places{"": name}}
	for _, f := range fields {
		p.Fields = append(p.Fields, Field{Ours: f, Theirs: f, Reference: f[len(f)-1:], Places: Places{"": name + "." + f}})
	}
	return p
}

func TestSortPoints(t *testing.T) {
	tests := []struct {
		name   string
		points []DataPoint
		want   []string
		refuse string
	}{
		{"as written", []DataPoint{child("b"), child("a"), child("c")}, []string{"b", "a", "c"}, ""},
		{"parents first", []DataPoint{child("a", "must_b", "may_c"), child("b", "must_c"), child("c")}, []string{"c", "b", "a"}, ""},
		{"itself", []DataPoint{child("a", "may_a")}, []string{"a"}, ""},
		{"a circle that can be opened", []DataPoint{child("a", "must_b"), child("b", "may_a")}, []string{"b", "a"}, ""},
		{"a circle that cannot", []DataPoint{child("c", "must_a"), child("a", "must_b"), child("b", "must_a", "may_c")}, nil,
			"b.must_a: data points need each other in a circle: a -> b -> a"},
		{"itself, always", []DataPoint{child("a", "must_a")}, nil, "a.must_a: data points need each other in a circle: a -> a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var problems Problems
			sorted := sortPoints(tt.points, family(), &problems)
			if tt.refuse != "" {
				if len(problems) != 1 || problems[0].Error() != tt.refuse {
					t.Errorf("got %v", problems)
				}
				return
			}
			var got []string
			for _, p := range sorted {
				got = append(got, p.Name)
			}
			if !slices.Equal(got, tt.want) || len(problems) > 0 {
				t.Errorf("got %v, %v", got, problems)
			}
		})
	}
}

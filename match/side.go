package match

import (
	"cmp"
	"slices"
)

// side is the records of one side, row by row.
type side struct {
	keys   []Key     // one per rule to a row
	mate   []int32   // the row of the other side it is matched with; free = none
	rule   []int16   // the rule that matched it, or first found several; free = none
	group  []int32   // rows among which weaker rules may choose share a number; 0 = all that are in no group
	lookup [][]int32 // per rule: the rows that have a key, by key, those still free first
}

// free marks a row that is matched with none, and one no rule found anything for.
const free = -1

func (s *side) row(i, rules int) []Key { return s.keys[i*rules : (i+1)*rules] }

// arrange puts the rows into another order and makes room for what is decided.
func (s *side) arrange(order []int32, rules int) {
	keys := make([]Key, 0, len(order)*rules)
	for _, row := range order {
		keys = append(keys, s.row(int(row), rules)...)
	}
	s.keys = keys
	s.mate = slices.Repeat([]int32{free}, len(order))
	s.rule = slices.Repeat([]int16{free}, len(order))
	s.group = make([]int32, len(order))
}

// match notes a row's mate.
func (s *side) match(row, mate int32, rule int) {
	s.mate[row] = mate
	s.rule[row] = int16(rule)
}

// join makes a group of rows. The rule that first found several is the one
// that is told.
func (s *side) join(rows []entry, rule int, group int32) {
	for _, e := range rows {
		s.group[e.row] = group
		if s.rule[e.row] == free {
			s.rule[e.row] = int16(rule)
		}
	}
}

// entry is a row in the turn of a rule.
type entry struct {
	key   Key
	group int32
	row   int32
}

func (e entry) compare(other entry) int {
	return cmp.Or(cmp.Compare(e.key, other.key), cmp.Compare(e.group, other.group))
}

// entries lists the rows that are not matched yet and have a key, by key and group.
func (s *side) entries(rule, rules int) []entry {
	var list []entry
	for row := range s.mate {
		if key := s.keys[row*rules+rule]; key != 0 && s.mate[row] == free {
			list = append(list, entry{key, s.group[row], int32(row)})
		}
	}
	slices.SortFunc(list, entry.compare)
	return list
}

// index makes the lookup.
func (s *side) index(rules int) {
	s.lookup = make([][]int32, rules)
	for rule := range rules {
		var rows []int32
		for row := range s.mate {
			if s.keys[row*rules+rule] != 0 {
				rows = append(rows, int32(row))
			}
		}
		slices.SortFunc(rows, func(a, b int32) int {
			return cmp.Or(
				cmp.Compare(s.keys[int(a)*rules+rule], s.keys[int(b)*rules+rule]),
				cmp.Compare(min(s.mate[a], 0), min(s.mate[b], 0)), // free is -1 and comes first
				cmp.Compare(a, b))
		})
		s.lookup[rule] = slices.Clip(rows)
	}
}

// having returns the first of the rows that have a key under a rule, up to a
// limit: the free ones, or all if none is free.
func (s *side) having(rule, rules int, key Key, limit int) (rows []int32, anyFree bool) {
	all := s.lookup[rule]
	start, found := slices.BinarySearchFunc(all, key, func(row int32, key Key) int {
		return cmp.Compare(s.keys[int(row)*rules+rule], key)
	})
	if !found {
		return nil, false
	}
	anyFree = s.mate[all[start]] == free
	end := start
	for end < len(all) && end-start < limit && s.keys[int(all[end])*rules+rule] == key && (s.mate[all[end]] == free) == anyFree {
		end++
	}
	return all[start:end], anyFree
}

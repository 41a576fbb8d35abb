package tandem_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

const (
	module     = "tandem"
	root       = "." // the folder of the root room
	everything = "*"
)

// A plan holds the rules; check holds a tree of files against them.
type plan struct {
	rooms []room
	tests rooms
}

type room struct {
	name    string
	does    string
	may     rooms
	tests   rooms // what its test files may import as well
	bounds  bounds
	drivers bool // may speak to databases
}

type rooms []string

func (r rooms) and(more ...string) rooms { return append(slices.Clone(r), more...) }

// A bound forbids imports ("os/..." includes what lies below), uses of functions, or all modules but a few.
type bound struct {
	imports []string
	uses    []string
	modules []string // nil: any
	why     string
}

type bounds []bound

// A reason explains refusals; empty means any room. The first that fits is printed.
type reason struct{ from, to, why string }

// check reads every Go file itself: `go list` would be answered from a cache and see one operating system only.
func (p plan) check(tree fs.FS) (faults []string, err error) {
	err = fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && ignored(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		found, err := p.checkFile(tree, name)
		faults = append(faults, found...)
		return err
	})
	return faults, err
}

// ignored folders are those that the go command ignores.
func ignored(folder string) bool {
	return folder == "testdata" || folder != "." && strings.HasPrefix(folder, ".") || strings.HasPrefix(folder, "_")
}

func (p plan) checkFile(tree fs.FS, name string) ([]string, error) {
	source, err := fs.ReadFile(tree, name)
	if err != nil {
		return nil, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	r, known := p.room(path.Dir(name))
	if !known {
		return []string{name + ": its folder is not in the floor plan of arch_test.go; say there what it does and may import"}, nil
	}
	file := file{name: name, room: r, folder: p.nameOf(path.Dir(name)), parsed: parsed, test: strings.HasSuffix(name, "_test.go")}
	return slices.Concat(
		p.checkRooms(file),
		checkDrivers(file),
		checkBounds(file),
		checkInit(file),
	), nil
}

type file struct {
	name   string
	room   room
	folder string // the room's own name, where the room is one of many like connector/*
	parsed *ast.File
	test   bool
}

func (f file) imports() []string {
	var paths []string
	for _, spec := range f.parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has seen to it that this is a string
		}
		paths = append(paths, imported)
	}
	return paths
}

// room finds the room of a folder: its own entry, the one for folders of its kind, or that of a folder above it.
func (p plan) room(folder string) (room, bool) {
	for at := folder; ; at = path.Dir(at) {
		for _, name := range []string{at, path.Dir(at) + "/*"} {
			if index := slices.IndexFunc(p.rooms, func(r room) bool { return r.name == name }); index >= 0 {
				return p.rooms[index], true
			}
		}
		if path.Dir(at) == root { // the root is no folder above the others but a room like them
			return room{}, false
		}
	}
}

// nameOf tells apart the rooms of one kind: connector/pohoda/internal belongs to connector/pohoda.
func (p plan) nameOf(folder string) string {
	r, _ := p.room(folder)
	kind, many := strings.CutSuffix(r.name, "*")
	if !many {
		return r.name
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(folder, kind), "/")
	return kind + first
}

func (p plan) checkRooms(f file) (faults []string) {
	for _, imported := range f.imports() {
		folder, ours := ourFolder(imported)
		if !ours || p.mayImport(f, folder) {
			continue
		}
		faults = append(faults, fmt.Sprintf("%s imports %s: refused, because %s", f.name, imported, p.why(f.room, folder)))
	}
	return faults
}

// ourFolder turns an import path of ours into the folder that it names.
func ourFolder(imported string) (string, bool) {
	if imported == module {
		return root, true
	}
	return strings.CutPrefix(imported, module+"/")
}

func (p plan) mayImport(f file, folder string) bool {
	to, known := p.room(folder)
	if !known {
		return false
	}
	allowed := f.room.may
	if f.test {
		allowed = slices.Concat(allowed, f.room.tests, p.tests)
	}
	name := p.nameOf(folder)
	return name == f.folder || slices.Contains(allowed, everything) || slices.Contains(allowed, to.name) || slices.Contains(allowed, name)
}

func (p plan) why(from room, folder string) string {
	to, known := p.room(folder)
	if !known {
		return "there is no such room in the floor plan"
	}
	fits := func(pattern string, r room) bool {
		return pattern == "" || pattern == r.name || strings.HasSuffix(pattern, "/*") && path.Dir(r.name) == path.Dir(pattern)
	}
	for _, r := range reasons {
		if fits(r.from, from) && fits(r.to, to) {
			return r.why
		}
	}
	return reasons[len(reasons)-1].why
}

func checkDrivers(f file) (faults []string) {
	if f.room.drivers {
		return nil
	}
	for _, imported := range f.imports() {
		if slices.ContainsFunc(drivers, func(driver string) bool { return within(imported, driver) }) {
			faults = append(faults, fmt.Sprintf("%s imports %s: refused, because %s", f.name, imported, driversWhy))
		}
	}
	return faults
}

func checkBounds(f file) (faults []string) {
	if f.test {
		return nil
	}
	for _, bound := range f.room.bounds {
		for _, imported := range f.imports() {
			if bound.forbidsImport(imported) {
				faults = append(faults, fmt.Sprintf("%s imports %s: refused, because %s", f.name, imported, bound.why))
			}
		}
		for _, use := range f.uses() {
			if slices.Contains(bound.uses, use) {
				faults = append(faults, fmt.Sprintf("%s uses %s: refused, because %s", f.name, use, bound.why))
			}
		}
	}
	return faults
}

func (b bound) forbidsImport(imported string) bool {
	for _, pattern := range b.imports {
		if below, all := strings.CutSuffix(pattern, "/..."); imported == pattern || all && within(imported, below) {
			return true
		}
	}
	_, ours := ourFolder(imported)
	if b.modules == nil || ours || standard(imported) {
		return false
	}
	return !slices.ContainsFunc(b.modules, func(module string) bool { return within(imported, module) })
}

// standard packages have no dot in the first element of their path.
func standard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}

func within(imported, folder string) bool {
	return imported == folder || strings.HasPrefix(imported, folder+"/")
}

// uses lists what the file takes from other packages, such as "time.Now", whatever it calls them. A local variable of a
// package's name can deceive it, to the safe side.
func (f file) uses() (uses []string) {
	packages := map[string]string{} // name in this file -> import path
	for i, imported := range f.imports() {
		name := path.Base(imported)
		if spec := f.parsed.Imports[i]; spec.Name != nil {
			name = spec.Name.Name
		}
		packages[name] = imported
	}
	ast.Inspect(f.parsed, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if left, ok := selector.X.(*ast.Ident); ok && packages[left.Name] != "" {
				uses = append(uses, packages[left.Name]+"."+selector.Sel.Name)
			}
		}
		return true
	})
	return uses
}

func checkInit(f file) (faults []string) {
	if ast.IsGenerated(f.parsed) {
		return nil
	}
	for _, declaration := range f.parsed.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && function.Recv == nil && function.Name.Name == "init" {
			faults = append(faults, f.name+": func init: what runs before main can be neither ordered, tested nor left out; let a constructor do it")
		}
	}
	return faults
}

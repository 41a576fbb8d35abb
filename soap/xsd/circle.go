package xsd

// breakCircles cuts types that are made from themselves and groups that hold
// themselves, so that whoever follows the model comes to an end.
func (l *Loader) breakCircles() {
	for _, t := range l.set.Types {
		l.cutType(t)
	}
	for _, g := range l.groups {
		l.cutGroup(g)
	}
}

func (l *Loader) cutType(t *Type) {
	t.state = entered
	follow := func(next *Type) *Type {
		if next == nil {
			return nil
		}
		if next.state == unseen {
			l.cutType(next)
		}
		if next.state == entered {
			l.Missingf("an end of type %s, which is made from itself", next.Name)
			return l.any()
		}
		return next
	}
	t.Base, t.Item = follow(t.Base), follow(t.Item)
	for i := range t.Union {
		t.Union[i] = follow(t.Union[i])
	}
	if t.Simple && t.Base != nil && !t.Base.Simple {
		t.Base = l.set.builtins["anySimpleType"]
	}
	t.state = left
}

func (l *Loader) cutGroup(g *group) {
	g.state = entered
	l.cutParticle(g.particle)
	g.state = left
}

func (l *Loader) cutParticle(p *Particle) {
	if p == nil {
		return
	}
	for i := 0; i < len(p.Children); i++ {
		c := p.Children[i]
		if c.Kind == Ref {
			if c.group.state == unseen {
				l.cutGroup(c.group)
			}
			if c.group.state == entered {
				l.Missingf("an end of group %s, which holds itself", c.group.name)
				p.Children = append(p.Children[:i], p.Children[i+1:]...)
				i--
				continue
			}
		}
		l.cutParticle(c)
	}
}

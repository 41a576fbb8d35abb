package web

// frameRoutes are what belongs to no area: how pages look, and what is not there.
func (s *site) frameRoutes() []route {
	return []route{
		{"POST /theme", anyone, s.themeSave},
		{"POST /language", anyone, s.languageSave},
		{"/", anyone, s.notFound},
	}
}

package mapping

import (
	"strings"

	"tandem"
)

func contactConverters() []converter {
	return []converter{
		plainText("email", "An e-mail address in small letters without blanks around it.", emailForm),
		plainText("url", "A web address: the host in small letters, no slash behind a bare host.", urlForm),
		{
			Converter: Converter{Name: "phone", Usage: "phone(COUNTRY)", Doc: "A telephone number in international form (+420777123456); numbers without a country code belong to the country. What is no telephone number stays as it is."},
			takes:     []tandem.Kind{tandem.Text},
			make:      makePhone,
		},
	}
}

func emailForm(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func urlForm(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, " \t\n") {
		return s // a remark, not an address
	}
	start := 0
	if i := strings.Index(s, "://"); i >= 0 {
		start = i + len("://")
	}
	end := len(s)
	if i := strings.IndexAny(s[start:], "/?#"); i >= 0 {
		end = start + i
	}
	if s[end:] == "/" {
		s = s[:end]
	}
	if host := strings.ToLower(s[:end]); host != s[:end] {
		return host + s[end:]
	}
	return s
}

func makePhone(c call) (step, tandem.Kind, error) {
	region := strings.ToUpper(c.arg)
	if !isRegion(region) {
		return step{}, tandem.Text, configError("phone(%s): this is not the code of a country", c.arg).WithHint("phone(CZ)")
	}
	return onText(func(s string) string { return phoneForm(s, region) }), tandem.Text, nil
}

package match

import (
	"strings"
	"unicode"
)

// form is how the values of a field are brought into a form in which equal
// things are equal.
type form uint8

const (
	plain form = iota
	vat
	company
	email
	phone
	name
)

// formOf knows what the standard fields hold.
func formOf(field string) form {
	switch field {
	case "vat_id", "tax_id":
		return vat
	case "company_id", "postal_code":
		return company
	case "email":
		return email
	case "phone", "mobile", "fax":
		return phone
	case "name", "first_name", "last_name", "company":
		return name
	default:
		return plain
	}
}

// append writes the normal form of a text to dst, or nothing if the text is
// unusable for telling records apart. (A switch, for a function value would
// send the buffer to the heap.)
func (f form) append(dst []byte, s string) []byte {
	switch f {
	case vat:
		return vatForm(dst, s)
	case company:
		return companyForm(dst, s)
	case email:
		return emailForm(dst, s)
	case phone:
		return phoneForm(dst, s)
	case name:
		return nameForm(dst, s)
	default:
		return plainForm(dst, s)
	}
}

// plainForm is the text as it is, without blanks around it: numbers given by
// some system are told apart by every character.
func plainForm(dst []byte, s string) []byte {
	s = strings.TrimSpace(s)
	if isPlaceholder(s) || isFill(s) {
		return dst
	}
	return append(dst, s...)
}

// companyForm keeps letters and digits, in capitals. Leading zeros count.
func companyForm(dst []byte, s string) []byte {
	if isPlaceholder(strings.TrimSpace(s)) {
		return dst
	}
	start := len(dst)
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			dst = appendRune(dst, unicode.ToUpper(r))
		}
	}
	if isFill(string(dst[start:])) {
		return dst[:start]
	}
	return dst
}

// vatForm is companyForm with Greece under one prefix: GR and EL are the same
// country. A VAT id has digits, at least a few.
func vatForm(dst []byte, s string) []byte {
	start := len(dst)
	dst = companyForm(dst, s)
	id := dst[start:]
	digits := 0
	for _, c := range id {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	if digits < 4 || isFill(strings.TrimLeft(string(id), "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
		return dst[:start]
	}
	if len(id) > 2 && id[0] == 'G' && id[1] == 'R' {
		id[0], id[1] = 'E', 'L'
	}
	return dst
}

// emailForm is the address in small letters. Addresses without a real domain
// and mailboxes that stand for no address are unusable.
func emailForm(dst []byte, s string) []byte {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimPrefix(s, "mailto:")
	mailbox, domain, ok := strings.Cut(s, "@")
	if !ok || mailbox == "" || strings.ContainsAny(s, " ,;") || strings.Contains(domain, "@") ||
		!strings.Contains(strings.Trim(domain, "."), ".") || isPlaceholder(mailbox) || isFill(mailbox) {
		return dst
	}
	switch mailbox {
	case "noemail", "no-email", "nomail", "noreply", "no-reply", "donotreply", "do-not-reply":
		return dst
	}
	return append(dst, s...)
}

// phoneForm is the digits with the country code, as far as it is known: 00 in
// front is the same as +. A number without its country code is another number;
// the converter phone(COUNTRY) adds it.
func phoneForm(dst []byte, s string) []byte {
	start := len(dst)
	number, extension := s, ""
	if i := strings.IndexFunc(s, unicode.IsLetter); i >= 0 {
		number, extension = s[:i], s[i:]
	}
	dst = appendDigits(dst, number)
	digits := dst[start:]
	if len(digits) > 2 && digits[0] == '0' && digits[1] == '0' {
		dst = append(dst[:start], digits[2:]...)
	}
	if len(dst)-start < 6 || isFill(string(dst[start:])) {
		return dst[:start]
	}
	if extension != "" {
		dst = appendDigits(append(dst, 'x'), extension)
	}
	return dst
}

func appendDigits(dst []byte, s string) []byte {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			dst = append(dst, s[i])
		}
	}
	return dst
}

// isFill reports whether a text is one sign again and again: "0", "000000",
// "---", "xxx".
func isFill(s string) bool {
	if s == "" {
		return true
	}
	switch c := s[0]; {
	case c == '0', c == 'x', c == 'X', !isLetterOrDigit(c):
		return strings.Trim(s, s[:1]) == ""
	case c == '9': // 9 is a number, 999999 is not
		return len(s) > 2 && strings.Trim(s, "9") == ""
	default:
		return false
	}
}

func isLetterOrDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// isPlaceholder knows the words people write where a field must not be empty.
func isPlaceholder(s string) bool {
	if len(s) > 16 || strings.ContainsAny(s, "0123456789") {
		return false
	}
	switch strings.ToLower(s) {
	case "", "unknown", "n/a", "n.a.", "na", "none", "null", "nil", "no", "not known", "not available", "tbd", "tba", "test", "dummy", "?",
		"unbekannt", "keine", "k.a.", "k. a.", "neznámý", "neznámá", "neznámé", "neznamy", "neuvedeno", "není", "neni", "žádný",
		"neznámy", "neuvedené", "desconocido", "desconhecido", "ninguno", "nenhum", "sin datos":
		return true
	default:
		return false
	}
}

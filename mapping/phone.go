package mapping

import (
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

func isRegion(region string) bool {
	return region == "" || phonenumbers.GetSupportedRegions()[region]
}

// phoneForm is the normal form of a telephone number: E.164, with " ext. 12"
// behind it where there is an extension. What is no possible number, and what
// holds words besides a number, stays as it is but for surplus blanks: a remark
// in a telephone field must neither be lost nor stop the row.
func phoneForm(s, region string) string {
	s = collapse(s)
	number, extension, ok := splitExtension(s)
	if !ok {
		return s
	}
	if !isPlainE164(number) {
		if number, ok = parsePhone(number, region); !ok {
			return s
		}
	}
	if extension == "" {
		// Equal texts keep their place in the page: no allocation.
		if number == s {
			return s
		}
		return number
	}
	if strings.HasPrefix(s, number) && s[len(number):] == " ext. "+extension {
		return s
	}
	return number + " ext. " + extension
}

// splitExtension parts a number from its extension. It refuses whatever holds
// other words.
func splitExtension(s string) (number, extension string, ok bool) {
	i := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && !isPhoneSign(r) })
	if i < 0 {
		return s, "", s != ""
	}
	number = strings.TrimRight(s[:i], " ")
	rest := strings.ToLower(s[i:])
	for _, word := range [...]string{";ext=", "extension", "ext.", "ext", "x"} {
		if after, found := strings.CutPrefix(rest, word); found {
			extension = strings.TrimSpace(after)
			break
		}
	}
	if extension == "" || len(extension) > 7 || digits(extension) != extension {
		return "", "", false
	}
	return number, extension, number != ""
}

func isPhoneSign(r rune) bool {
	switch r {
	case ' ', '+', '-', '.', '/', '(', ')', '~', '\u00a0', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014':
		return true
	default:
		return false
	}
}

// isPlainE164 recognises numbers that are in normal form already, which nearly
// all are after the first pass. Parsing costs a hundred times as much. A
// number that begins with its country's trunk prefix is left to the parser.
func isPlainE164(s string) bool {
	if len(s) < 9 || len(s) > 16 || s[0] != '+' || s[1] == '0' || digits(s[1:]) != s[1:] {
		return false
	}
	code := 0
	for i := 1; i <= 3; i++ {
		code = code*10 + int(s[i]-'0')
		region := phonenumbers.GetRegionCodeForCountryCode(code)
		if region == phonenumbers.UNKNOWN_REGION {
			continue
		}
		national := s[i+1:]
		trunk := phonenumbers.GetNddPrefixForRegion(region, false)
		return national[0] != '0' && (trunk == "" || !strings.HasPrefix(national, trunk))
	}
	return false
}

// parsePhone reads a number and returns it in E.164, if it is a possible one
// whose E.164 reads as the same number again.
func parsePhone(s, region string) (string, bool) {
	e164, ok := formatPhone(s, region)
	if !ok || isPlainE164(e164) {
		return e164, ok
	}
	again, ok := formatPhone(e164, region)
	return e164, ok && again == e164
}

// formatPhone reads a number written for a region.
func formatPhone(s, region string) (string, bool) {
	if national := digits(s); !strings.Contains(s, "+") && isPlainNational(national, region) {
		return quickE164(national, region)
	}
	return parseE164(s, region)
}

// isPlainNational recognises numbers of which only the country code is missing:
// no prefix in front that means something. The regions are those where the
// parser does nothing but add the code; a test holds it against the parser.
// It is about thirty times as quick.
func isPlainNational(national, region string) bool {
	switch region {
	case "AT", "BE", "BG", "CA", "CH", "CZ", "DE", "DK", "EE", "ES", "FR", "GB", "GR", "HR", "HU", "IE", "LV", "NL", "NO",
		"PL", "PT", "RO", "RS", "SE", "SI", "SK", "UA", "US":
	default:
		return false
	}
	if len(national) < 4 || len(national) > 15 || national[0] == '0' {
		return false
	}
	trunk := phonenumbers.GetNddPrefixForRegion(region, false)
	code := strconv.Itoa(phonenumbers.GetCountryCodeForRegion(region))
	return !strings.HasPrefix(national, code) && (trunk == "" || !strings.HasPrefix(national, trunk))
}

// quickE164 adds the country code, if the number is then a possible one.
func quickE164(national, region string) (string, bool) {
	code := int32(phonenumbers.GetCountryCodeForRegion(region))
	number, err := strconv.ParseUint(national, 10, 64)
	if err != nil || phonenumbers.IsPossibleNumberWithReason(&phonenumbers.PhoneNumber{CountryCode: &code, NationalNumber: &number}) != phonenumbers.IS_POSSIBLE {
		return "", false
	}
	return "+" + strconv.Itoa(int(code)) + national, true
}

// parseE164 leaves it all to the library.
func parseE164(s, region string) (string, bool) {
	number, err := phonenumbers.Parse(s, region)
	if err != nil || phonenumbers.IsPossibleNumberWithReason(number) != phonenumbers.IS_POSSIBLE {
		return "", false
	}
	return phonenumbers.Format(number, phonenumbers.E164), true
}

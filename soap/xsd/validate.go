package xsd

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tandem/soap/lexical"
)

// Validate says what is wrong with a text as a value of a simple type.
func (t *Type) Validate(value string) error {
	for step := t.Text(); step != nil; step = step.Base {
		switch step.Derivation {
		case UnionOf:
			return step.validateUnion(value)
		case ListOf:
			for item := range strings.FieldsSeq(value) {
				if err := step.Item.Validate(item); err != nil {
					return err
				}
			}
			return nil
		case Restriction, Extension:
		}
		if err := step.Facets.check(value); err != nil {
			return err
		}
		if step.Name.Space != "" && isSchema(step.Name.Space) {
			return validateBuiltin(step.Name.Local, value)
		}
	}
	return nil
}

func (t *Type) validateUnion(value string) error {
	err := t.Facets.check(value)
	for _, member := range t.Union {
		if err = member.Validate(value); err == nil {
			return nil
		}
	}
	return err
}

func (f *Facets) check(value string) error {
	if len(f.Values) > 0 && !slices.Contains(f.Values, value) && !slices.Contains(f.Values, strings.TrimSpace(value)) {
		return fmt.Errorf("%q is none of the allowed values %s", value, some(f.Values))
	}
	if f.Pattern != nil && !f.Pattern.MatchString(value) {
		return fmt.Errorf("%q does not have the form %s", value, strings.TrimSuffix(strings.TrimPrefix(f.Pattern.String(), "^(?:"), ")$"))
	}
	n := utf8.RuneCountInString(value)
	switch {
	case f.Length != nil && n != *f.Length:
		return fmt.Errorf("%q has %d characters instead of %d", value, n, *f.Length)
	case f.MinLength != nil && n < *f.MinLength:
		return fmt.Errorf("%q has %d characters, fewer than %d", value, n, *f.MinLength)
	case f.MaxLength != nil && n > *f.MaxLength:
		return fmt.Errorf("%q has %d characters, more than %d", value, n, *f.MaxLength)
	}
	return errors.Join(f.checkDigits(value), f.checkRange(value))
}

func (f *Facets) checkDigits(value string) error {
	if f.TotalDigits == nil && f.FractionDigits == nil {
		return nil
	}
	number, err := lexical.Number(value)
	if err != nil {
		return err
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(number, "-"), ".")
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if f.FractionDigits != nil && len(fraction) > *f.FractionDigits {
		return fmt.Errorf("%s has more than %d digits behind the point", value, *f.FractionDigits)
	}
	if f.TotalDigits != nil && len(whole)+len(fraction) > *f.TotalDigits {
		return fmt.Errorf("%s has more than %d digits", value, *f.TotalDigits)
	}
	return nil
}

// checkRange compares numbers. Bounds of other types are left to the service.
func (f *Facets) checkRange(value string) error {
	if f.MinInclusive+f.MaxInclusive+f.MinExclusive+f.MaxExclusive == "" {
		return nil
	}
	n, ok := rational(value)
	if !ok {
		return nil
	}
	for _, c := range []struct {
		bound string
		bad   func(order int) bool
		word  string
	}{
		{f.MinInclusive, func(o int) bool { return o < 0 }, "less than"},
		{f.MinExclusive, func(o int) bool { return o <= 0 }, "not more than"},
		{f.MaxInclusive, func(o int) bool { return o > 0 }, "more than"},
		{f.MaxExclusive, func(o int) bool { return o >= 0 }, "not less than"},
	} {
		if bound, ok := rational(c.bound); ok && c.bad(n.Cmp(bound)) {
			return fmt.Errorf("%s is %s %s", value, c.word, c.bound)
		}
	}
	return nil
}

func rational(s string) (*big.Rat, bool) {
	number, err := lexical.Number(s)
	if err != nil {
		return nil, false
	}
	return new(big.Rat).SetString(number)
}

func validateBuiltin(local, value string) error {
	switch local {
	case "boolean":
		_, err := lexical.Bool(value)
		return err
	case "decimal":
		_, err := lexical.Number(value)
		return err
	case "float", "double":
		switch strings.TrimSpace(value) {
		case "INF", "-INF", "NaN":
			return nil
		}
		_, err := lexical.Number(value)
		return err
	case "dateTime":
		_, err := lexical.Instant(value, time.UTC)
		return err
	case "date":
		_, _, _, err := lexical.Date(value)
		return err
	case "base64Binary":
		_, err := lexical.Binary(value)
		return err
	}
	return validateInteger(local, value)
}

// validateInteger checks the types below integer by their bounds.
func validateInteger(local, value string) error {
	least, most, ok := bounds(local)
	if !ok {
		return nil
	}
	number, err := lexical.Number(value)
	if err != nil || strings.ContainsAny(number, ".") {
		return fmt.Errorf("%q is no whole number", value)
	}
	f := Facets{MinInclusive: least, MaxInclusive: most}
	return f.checkRange(number)
}

func bounds(local string) (least, most string, ok bool) {
	switch local {
	case "integer":
		return "", "", true
	case "long":
		return "-9223372036854775808", "9223372036854775807", true
	case "int":
		return "-2147483648", "2147483647", true
	case "short":
		return "-32768", "32767", true
	case "byte":
		return "-128", "127", true
	case "nonNegativeInteger":
		return "0", "", true
	case "positiveInteger":
		return "1", "", true
	case "nonPositiveInteger":
		return "", "0", true
	case "negativeInteger":
		return "", "-1", true
	case "unsignedLong":
		return "0", "18446744073709551615", true
	case "unsignedInt":
		return "0", "4294967295", true
	case "unsignedShort":
		return "0", "65535", true
	case "unsignedByte":
		return "0", "255", true
	}
	return "", "", false
}

// some lists a few of many values.
func some(values []string) string {
	if len(values) > 12 {
		return strings.Join(values[:12], ", ") + ", ..."
	}
	return strings.Join(values, ", ")
}

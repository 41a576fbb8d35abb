package store

import (
	"encoding/binary"
	"math"
	"strconv"

	"tandem"
)

// PostgreSQL's binary format, as COPY and prepared statements take it: every
// value is its length and its octets, null the length -1. Dates and instants
// count from the year 2000.
const (
	pgEpochDays   = 10_957
	pgEpochMicros = pgEpochDays * microsPerDay

	wireNull = 0xFFFF_FFFF
)

func appendWireNull(dst []byte) []byte { return binary.BigEndian.AppendUint32(dst, wireNull) }

func appendWireInt(dst []byte, v int64) []byte {
	dst = append(dst, 0, 0, 0, 8)
	return binary.BigEndian.AppendUint64(dst, uint64(v))
}

func appendWireText(dst []byte, s string) []byte {
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(s)))
	return append(dst, s...)
}

// appendWire writes a value in the type of the column for its kind.
func appendWire(dst []byte, v tandem.Value) []byte {
	switch v.Kind() {
	case tandem.Text, tandem.Bytes, tandem.List:
		return appendWireText(dst, v.Text())
	case tandem.Integer, tandem.Reference:
		return appendWireInt(dst, v.Int())
	case tandem.Decimal:
		return appendWireNumeric(dst, v.Int(), v.Scale())
	case tandem.Bool:
		return append(dst, 0, 0, 0, 1, byte(v.Int()))
	case tandem.Date:
		dst = append(dst, 0, 0, 0, 4)
		return binary.BigEndian.AppendUint32(dst, uint32(v.Int()-pgEpochDays))
	case tandem.Instant:
		return appendWireInt(dst, v.Int()-pgEpochMicros)
	default:
		return appendWireNull(dst)
	}
}

// A numeric is a row of digits to the base 10,000: how many, the weight of the
// first, sign, digits behind the point, the digits.
const (
	numericNegative = 0x4000
	numericBase     = 10_000
)

func appendWireNumeric(dst []byte, n int64, scale uint8) []byte {
	u, sign := uint64(n), uint16(0)
	if n < 0 {
		u, sign = -u, numericNegative
	}
	var buf [20]byte
	digits := strconv.AppendUint(buf[:0], u, 10)
	first, last := len(digits)-1-int(scale), -int(scale) // exponents of the first and the last digit
	weight, lowest := floorDiv4(first), floorDiv4(last)
	mark := len(dst)
	dst = append(dst, 0, 0, 0, 0, 0, 0)
	dst = binary.BigEndian.AppendUint16(dst, uint16(int16(weight)))
	dst = binary.BigEndian.AppendUint16(dst, sign)
	dst = binary.BigEndian.AppendUint16(dst, uint16(scale))
	for group := weight; group >= lowest; group-- {
		value := 0
		for exponent := 4*group + 3; exponent >= 4*group; exponent-- {
			value *= 10
			if i := first - exponent; i >= 0 && i < len(digits) {
				value += int(digits[i] - '0')
			}
		}
		dst = binary.BigEndian.AppendUint16(dst, uint16(value))
	}
	binary.BigEndian.PutUint32(dst[mark:], uint32(len(dst)-mark-4))
	binary.BigEndian.PutUint16(dst[mark+4:], uint16(weight-lowest+1))
	return dst
}

func floorDiv4(n int) int { return n >> 2 }

// decodeWire reads a column of a record; nil is null.
func decodeWire(c []byte, kind tandem.Kind, a *arena) (tandem.Value, bool) {
	if c == nil {
		return tandem.NullValue(), true
	}
	switch kind {
	case tandem.Text:
		return tandem.TextValue(a.keep(c)), true
	case tandem.Bytes:
		return tandem.BytesValue(a.keep(c)), true
	case tandem.Integer:
		return tandem.IntegerValue(wireInt(c)), len(c) == 8
	case tandem.Reference:
		return tandem.ReferenceValue(wireInt(c)), len(c) == 8
	case tandem.Bool:
		return tandem.BoolValue(len(c) == 1 && c[0] != 0), len(c) == 1
	case tandem.Date:
		if len(c) != 4 {
			return tandem.Value{}, false
		}
		return tandem.DateValue(int64(int32(binary.BigEndian.Uint32(c))) + pgEpochDays), true
	case tandem.Instant:
		return tandem.InstantValue(wireInt(c) + pgEpochMicros), len(c) == 8
	case tandem.Decimal:
		return decodeWireNumeric(c)
	default:
		return tandem.Value{}, false
	}
}

func wireInt(c []byte) int64 {
	if len(c) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(c))
}

// decodeWireNumeric refuses what has more than 18 digits, infinity and not-a-number.
func decodeWireNumeric(c []byte) (tandem.Value, bool) {
	if len(c) < 8 || len(c)%2 != 0 {
		return tandem.Value{}, false
	}
	word := func(i int) int { return int(binary.BigEndian.Uint16(c[2*i:])) }
	count, weight, sign, scale := word(0), int(int16(word(1))), word(2), word(3)
	if len(c) != 8+2*count || sign != 0 && sign != numericNegative || scale > math.MaxUint8 {
		return tandem.Value{}, false
	}
	// The coefficient is brought to exactly scale digits behind the point,
	// whatever the groups of four say.
	coefficient, behind := int64(0), 0
	for i := range count {
		group := int64(word(4 + i))
		behind = 4 * (i - weight)
		step := int64(numericBase)
		for ; behind > scale; behind-- {
			group /= 10
			step /= 10
		}
		if coefficient > (math.MaxInt64-group)/step {
			return tandem.Value{}, false
		}
		coefficient = coefficient*step + group
	}
	for ; count > 0 && behind < 0; behind++ {
		if coefficient > math.MaxInt64/10 {
			return tandem.Value{}, false
		}
		coefficient *= 10
	}
	if sign == numericNegative {
		coefficient = -coefficient
	}
	return tandem.DecimalValue(coefficient, uint8(behind)), true
}

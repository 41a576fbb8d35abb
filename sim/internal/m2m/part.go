package m2m

import (
	"fmt"

	"tandem/sim/internal/fake"
)

// A Part is something the ERP's company makes and sells.
type Part struct {
	Number, Revision, Text, Unit string
	Price                        Money // in US dollars
}

type partFamily struct {
	prefix, text, unit string
	price              Money
}

var partFamilies = []partFamily{
	{"HX", "Hex bolt, zinc plated", "BX", 1_890}, {"BR", "Ball bearing, sealed", "EA", 2_435}, {"GR", "Spur gear, hardened", "EA", 8_640},
	{"SH", "Drive shaft, ground", "EA", 14_725}, {"VL", "Check valve Ø", "EA", 6_180}, {"PM", "Gear pump", "EA", 48_950},
	{"MT", "Motor, three-phase", "EA", 73_200}, {"BK", "Bracket, laser cut", "EA", 1_275}, {"SL", "Shaft seal, Viton®", "EA", 940},
	{"HS", "Hose, 25 m – high pressure", "RL", 11_310}, {"CN", "Control unit ±10 V", "EA", 129_900}, {"LB", "Assembly labor", "HR", 8_500},
}

const partSizes = 8

// randomPart draws a part; the cheap and common ones come up more often.
func randomPart(r *fake.Rand) Part {
	family := fake.Weighted(r, 9, 8, 7, 5, 6, 3, 2, 8, 8, 4, 1, 3)
	return part(family, r.IntN(partSizes))
}

func part(family, size int) Part {
	f := partFamilies[family]
	return Part{
		Number:   fmt.Sprintf("%s-%d", f.prefix, 1000+size*5),
		Revision: fmt.Sprintf("%03d", size%3),
		Text:     f.text,
		Unit:     f.unit,
		Price:    f.price + f.price.perMille(size*85),
	}
}

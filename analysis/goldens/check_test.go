package goldens

import (
	"fmt"
	"math"
	"strings"
)

// check is one field of ours, to be held against the expected field of the same
// name. Elements before from are not compared.
//
// The tolerance is the case's own, relative to the expected value. The scale
// says what zero means for the field, in its unit: an expected value below
// 1e-12 of it is R's zero and is compared absolutely, at the tolerance times the
// scale. A floor makes the comparison absolute already below the floor; it is
// for τ², where a value far below the sampling variances differs from zero by
// nothing that the data can show and R's own search stops on that scale.
type check struct {
	field string
	got   []float64
	scale float64
	floor float64
	from  int
}

// fieldPath is the way to a field of a field, "confint.tau2_lb".
func fieldPath(field string) []string { return strings.Split(field, ".") }

func one(field string, got, scale float64) check {
	return check{field: field, got: []float64{got}, scale: scale}
}

// differences are the elements in which the case's expected field differs.
func (k check) differences(c golden) []difference {
	want, ok := c.want(fieldPath(k.field)...)
	if !ok {
		return nil
	}
	if len(want) != len(k.got) {
		return []difference{{c.ID, k.field, fmt.Sprintf("%d values, expected %d", len(k.got), len(want)), math.NaN(), math.NaN()}}
	}
	var ds []difference
	for i := k.from; i < len(want); i++ {
		if !k.agrees(k.got[i], want[i], c.Tol) {
			at := k.field
			if len(want) > 1 {
				at = fmt.Sprintf("%s[%d]", k.field, i)
			}
			ds = append(ds, difference{c.ID, at, fmt.Sprintf("%.17g, expected %.17g, relative difference %.2g, tolerance %g", k.got[i], want[i], math.Abs(k.got[i]/want[i]-1), c.Tol), math.Abs(k.got[i]/want[i] - 1), math.Abs(k.got[i] - want[i])})
		}
	}
	return ds
}

func (k check) agrees(got, want, tol float64) bool {
	if math.IsNaN(want) || math.IsInf(want, 0) {
		return got == want || math.IsNaN(got) && math.IsNaN(want)
	}
	unit := max(math.Abs(want), k.floor)
	if math.Abs(want) < 1e-12*k.scale {
		unit = k.scale
	}
	return math.Abs(got-want) <= tol*unit
}

// difference is one element that differs, how, and by how much relative to the
// expected value, and absolutely.
type difference struct {
	id, field, text string
	by, apart       float64
}

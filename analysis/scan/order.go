package scan

import (
	"hash/fnv"
	"slices"
	"strconv"
)

// order sees that no meta-analysis comes twice. While their names ascend nothing
// more need be known; for the case that they do not, it keeps eight bytes of
// each.
type order struct {
	last    string
	jumbled bool
	hashes  []uint64
}

func (o *order) add(key string) {
	o.jumbled = o.jumbled || len(o.hashes) > 0 && !ascends(o.last, key)
	h := fnv.New64a()
	h.Write([]byte(key))
	o.hashes, o.last = append(o.hashes, h.Sum64()), key
}

// twice is how many names came again after others.
func (o *order) twice() int {
	if !o.jumbled {
		return 0
	}
	slices.Sort(o.hashes)
	return len(o.hashes) - len(slices.Compact(o.hashes))
}

// ascends compares two names, as whole numbers if both are.
func ascends(a, b string) bool {
	x, errX := strconv.ParseUint(a, 10, 64)
	y, errY := strconv.ParseUint(b, 10, 64)
	if errX == nil && errY == nil {
		return x < y
	}
	return a < b
}

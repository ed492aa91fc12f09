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
	o.hashes, o.last = append(o.hashes, hash(key)), key
}

func hash(key string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(key))
	return h.Sum64()
}

// twice are the names that came again after others, and how often.
func (o *order) twice() (names map[uint64]bool, n int) {
	if !o.jumbled {
		return nil, 0
	}
	names = map[uint64]bool{}
	slices.Sort(o.hashes)
	for i := 1; i < len(o.hashes); i++ {
		if o.hashes[i] == o.hashes[i-1] {
			names[o.hashes[i]] = true
			n++
		}
	}
	return names, n
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

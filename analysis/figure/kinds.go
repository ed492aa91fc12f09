package figure

// group says how a row's numbers count when the axis limits are chosen.
type group int

const (
	groupNone group = iota
	groupOwn
	groupPooled
	groupBelow // results below the main one
	groupPredicted
)

// kinds holds what sets the kinds of row apart, in the order of their
// constants.
var kinds = [...]struct {
	bold  bool
	group group
	draw  func(*marks, Row)
}{
	Study:      {false, groupOwn, (*marks).study},
	Heading:    {true, groupNone, (*marks).nothing},
	Pooled:     {true, groupPooled, (*marks).pooled},
	Hollow:     {false, groupBelow, (*marks).hollow},
	Prediction: {false, groupPredicted, (*marks).prediction},
	Scenario:   {false, groupOwn, (*marks).scenario},
	Single:     {false, groupOwn, (*marks).single},
	Remark:     {false, groupNone, (*marks).nothing},
	Gap:        {false, groupNone, (*marks).nothing},
}

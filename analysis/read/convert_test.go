package read

import (
	"math"
	"testing"
)

// A design effect leaves shares and rates what they are: who was allocated and
// the person-time are divided as the people and the events are.
func TestDesignEffectKeepsSharesAndRates(t *testing.T) {
	const by = 1.38 // 1 + 19·0.02
	table := mustRead(t, "study,events_t,time_t,n_t,n_randomised_t,events_c,time_c,n_c,n_randomised_c,cluster_size,icc\na,69,690,138,276,138,1380,276,276,20,0.02\n", Wide)
	for _, x := range []struct {
		what      string
		got, want float64
	}{
		{"people", table.Rows[0].T.N, 138 / by},
		{"randomised", table.Rows[0].T.Randomised, 276 / by},
		{"events", table.Rows[0].C.Events, 138 / by},
		{"person-time", table.Rows[0].C.Time, 1380 / by},
	} {
		if !(math.Abs(x.got-x.want) < 1e-9) {
			t.Errorf("%s: %v, want %v", x.what, x.got, x.want)
		}
	}
}

// People that no design effect divides are not marked as divided.
func TestDesignEffectOfPairsAndGenotypes(t *testing.T) {
	for _, text := range []string{
		"study,both,only_t,only_c,neither,cluster_size,icc\na,5,8,3,20,20,0.02\n",
		"study,homozygous_1,heterozygous,homozygous_2,cluster_size,icc\na,5,8,3,20,0.02\n",
	} {
		if table, err := Read("t.csv", []byte(text), Wide); err == nil {
			t.Errorf("%q was read: %+v", text, table.Rows[0])
		}
	}
}

// A conversion that both arms of a row need is noted once.
func TestConversionIsNotedOnce(t *testing.T) {
	table := mustRead(t, "study,mean_t,se_t,n_t,mean_c,se_c,n_c\nA,1,0.5,40,2,0.6,41\n", Detect)
	if r := table.Rows[0]; len(r.Notes) != 1 || len(r.Converted) != 1 {
		t.Errorf("notes %q, converted %q", r.Notes, r.Converted)
	}
}

// mean_from says by which of the ways a row's quantiles become a mean: of 10, 20,
// 24, 30 and 50 in 40 people by Wan and others (2014) (10 + 40 + 48 + 60 + 50)/8.
func TestMeanFromQuantilesByName(t *testing.T) {
	const head = "study,arm,min,q1,median,q3,max,n,mean_from\n"
	mean := func(way string) float64 {
		return mustRead(t, head+"a,x,10,20,24,30,50,40,"+way+"\n", Detect).Rows[0].Group.Mean
	}
	if wan, bland := mean("wan"), mean("bland"); wan != 26 || bland != 26 {
		t.Errorf("wan %v, bland %v", wan, bland)
	}
	if luo, plain := mean("luo"), mean(""); luo != plain || luo == 26 || !(luo > 24 && luo < 26) {
		t.Errorf("luo %v, by default %v", luo, plain)
	}
	_, err := Read("t.csv", []byte(head+"a,x,10,20,24,30,50,40,hozo\n"), Detect)
	if want := `t.csv:2:mean_from: "hozo": not a known way from quantiles to a mean; write luo, wan, bland`; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

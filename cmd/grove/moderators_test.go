package main

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// BCG by latitude and allocation, as R's metafor 3.8-1 prints it for
// rma(yi, vi, mods = ~ ablat + alloc, test = "knha", control = list(threshold =
// 1e-12, maxiter = 1000)).
func TestModeratorsOfBCG(t *testing.T) {
	code, stdout, stderr := grove("pool", "../../data/bcg/bcg.csv", "--measure", "RR", "--moderators", "latitude,allocation", "--interval", "hk", "--json")
	if code != 0 {
		t.Fatal(stderr)
	}
	var got struct {
		Coefficients []struct {
			Term            string
			Estimate, SE, P float64
		}
		QM float64
		Q  float64
		P  float64 `json:"qm_p"`
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	want := []struct{ estimate, se, p float64 }{
		{0.29319436, 0.41884262, 0.50161261}, {-0.02727576, 0.00951387, 0.01856891}, {-0.26749121, 0.36241071, 0.47926311}, {0.05846129, 0.39248721, 0.88487661},
	}
	for i, w := range want {
		c := got.Coefficients[i]
		for _, pair := range [][2]float64{{c.Estimate, w.estimate}, {c.SE, w.se}, {c.P, w.p}} {
			if math.Abs(pair[0]-pair[1]) > 6e-9 {
				t.Errorf("%s: %v, R prints %v", c.Term, pair[0], pair[1])
			}
		}
	}
	if math.Abs(got.QM-3.44710676) > 6e-9 || math.Abs(got.P-0.06500698) > 6e-9 || math.Abs(got.Q-26.20343649) > 6e-9 {
		t.Errorf("QM %v (P %v), Q %v", got.QM, got.P, got.Q)
	}
	if code, stdout, _ := grove("pool", "../../data/bcg/bcg.csv", "--measure", "RR", "--moderators", "latitude"); code != 0 || !strings.Contains(stdout, "latitude") {
		t.Errorf("exit %d: %s", code, stdout)
	}
	if code, _, stderr := grove("pool", "../../data/bcg/bcg.csv", "--moderators", "nothing"); code != exitUsage || !strings.Contains(stderr, `"nothing"`) {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

package scan

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"grove/analysis/protocol"
)

// table is n meta-analyses of k trials with made-up effects.
func table(n, k int) string {
	r := rand.New(rand.NewPCG(7, 11))
	var b strings.Builder
	b.WriteString("rep,study,yi,vi\n")
	for i := range n {
		for j := range k {
			fmt.Fprintf(&b, "%d,trial %d,%.4f,%.4f\n", i+1, j+1, r.NormFloat64()/2+0.3, 0.01+r.Float64()/5)
		}
	}
	return b.String()
}

func job(i, n int) Job {
	p := protocol.Profiles[0]
	return Job{Name: "t.csv", By: "rep", Asked: protocol.Analysis{ID: "scan", Settings: p.Settings, Options: p.Options}, Shard: i, Shards: n}
}

func scanned(t testing.TB, j Job, data string) (string, Summary) {
	t.Helper()
	var out bytes.Buffer
	s, err := Run(context.Background(), j, strings.NewReader(data), int64(len(data)), &out)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), s
}

func BenchmarkScan(b *testing.B) {
	const n, k = 2000, 10
	data := table(n, k)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Run(context.Background(), job(1, 1), strings.NewReader(data), int64(len(data)), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/meta-analysis")
}

// Shards put together are one scan, byte for byte, on any number of processors.
func TestShardsAreOneScan(t *testing.T) {
	data := table(97, 3)
	whole, s := scanned(t, job(1, 1), data)
	if s.Analyses != 97 || s.Rows != 291 || s.Failed != 0 || strings.Count(whole, "\n") != 98 {
		t.Fatalf("%+v, %d lines", s, strings.Count(whole, "\n"))
	}
	for _, processors := range []int{1, 4} {
		before := runtime.GOMAXPROCS(processors)
		for _, n := range []int{1, 2, 3, 7, 64, 300} {
			var all strings.Builder
			for i := 1; i <= n; i++ {
				part, _ := scanned(t, job(i, n), data)
				all.WriteString(part)
			}
			if all.String() != whole {
				t.Errorf("%d shards on %d processors are not one scan", n, processors)
			}
		}
		runtime.GOMAXPROCS(before)
	}
}

// Lines that are cut at once and lines that go through the strict reader give
// the same numbers: the same table with every cell in quotes, with CRLF, with
// semicolons, and without its column of studies.
func TestBothReadersAgree(t *testing.T) {
	data := table(50, 4)
	want, _ := scanned(t, job(1, 1), data)
	quoted := `"` + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(data, "\n"), ",", `","`), "\n", "\"\n\"") + "\"\n"
	for name, other := range map[string]string{
		"quoted":      quoted,
		"CRLF":        strings.ReplaceAll(data, "\n", "\r\n"),
		"semicolons":  strings.ReplaceAll(data, ",", ";"),
		"no last end": strings.TrimSuffix(data, "\n"),
		"BOM":         "\xef\xbb\xbf" + data,
	} {
		if got, _ := scanned(t, job(1, 1), other); got != want {
			t.Errorf("%s: other numbers", name)
		}
	}
	var bare strings.Builder
	for _, line := range strings.Split(strings.TrimSuffix(data, "\n"), "\n") {
		cells := strings.Split(line, ",")
		fmt.Fprintf(&bare, "%s,%s,%s\n", cells[0], cells[2], cells[3])
	}
	if got, _ := scanned(t, job(1, 1), bare.String()); got != want {
		t.Error("without a column of studies: other numbers")
	}
}

// A meta-analysis that cannot be read or pooled has a row that says why, with
// the line in the file; the others stand.
func TestBadMetaAnalyses(t *testing.T) {
	lines := strings.Split(table(6, 2), "\n")
	lines[3] = `2,trial 1,"1,5",0.1`      // line 4
	lines[6] = "3,trial 2,0.5,-1"         // line 7
	lines[8] = "4,trial 1,0.1,0.1"        // line 9, again trial 1
	lines[9], lines[10] = "5,a", "5,a,1," // lines 10 and 11
	got, s := scanned(t, job(1, 1), strings.Join(lines, "\n"))
	if s.Analyses != 6 || s.Failed != 4 {
		t.Fatalf("%+v\n%s", s, got)
	}
	rows := strings.Split(got, "\n")
	for row, says := range map[int]string{2: `t.csv:4:yi: ""1,5""`, 3: `t.csv:7:vi: ""-1"": must be above 0`, 4: "lines 8 and 9 have the same study", 5: "t.csv:10: 2 cells where the header has 4"} {
		if !strings.Contains(rows[row], says) {
			t.Errorf("row %d does not say %s: %s", row, says, rows[row])
		}
	}
	for _, row := range []int{1, 6} {
		if !strings.Contains(rows[row], "common,,,,wald") || strings.Contains(rows[row], "t.csv") {
			t.Errorf("row %d: %s", row, rows[row])
		}
	}
}

// Rows of one meta-analysis that stand in two places are an error.
func TestScattered(t *testing.T) {
	data := "rep,study,yi,vi\nb,1,0.1,0.1\na,1,0.1,0.1\nb,2,0.1,0.1\n"
	_, err := Run(context.Background(), job(1, 1), strings.NewReader(data), int64(len(data)), io.Discard)
	if err == nil || !strings.Contains(err.Error(), `t.csv:4:rep: "b": 1 meta-analysis stands not in consecutive lines: this one began on line 2 already`) {
		t.Errorf("%v", err)
	}
	data = "rep,study,yi,vi\nc,1,0.1,0.1\nb,1,0.1,0.1\na,1,0.1,0.1\nb,2,0.1,0.1\nb,3,0.1,0.1\nc,2,0.1,0.1\n"
	_, err = Run(context.Background(), job(1, 1), strings.NewReader(data), int64(len(data)), io.Discard)
	if err == nil || !strings.Contains(err.Error(), `t.csv:5:rep: "b": 2 meta-analyses stand not in consecutive lines: this one began on line 3 already`) {
		t.Errorf("%v", err)
	}
	for _, bad := range []struct{ data, by, says string }{
		{"rep,study,yi,vi\n", "rep", "a header and no rows"},
		{"rep,study,yi,vi\n1,1,1,1\n", "id", "no such column"},
		{"rep,study,yi\n1,1,1\n", "rep", "no set is complete"},
		{"rep,study,yi,vi\nx,y,z,1\n", "rep", "no meta-analysis at the beginning"},
	} {
		j := job(1, 1)
		j.By = bad.by
		if _, err := Run(context.Background(), j, strings.NewReader(bad.data), int64(len(bad.data)), io.Discard); err == nil || !strings.Contains(err.Error(), bad.says) {
			t.Errorf("%q: %v", bad.data, err)
		}
	}
}

// A scan ends when it is told to.
func TestScanEnds(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	data := table(3000, 3)
	if _, err := Run(ctx, job(1, 1), strings.NewReader(data), int64(len(data)), io.Discard); err == nil {
		t.Error("no error from a context that is over")
	}
}

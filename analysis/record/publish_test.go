package record

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOutcomes(t *testing.T) {
	out, data := bench(t)
	if upToDate(t, out, data, asked("1")) {
		t.Error("an absent output is up to date")
	}
	if got := publish(t, out, data, "1"); got.Outcome != Created || got.Looks != 1 {
		t.Errorf("first run: %+v", got)
	}
	if !upToDate(t, out, data, asked("1")) {
		t.Error("not up to date after a run")
	}
	if got := publish(t, out, data, "1"); got.Outcome != Reproduced || got.Looks != 1 {
		t.Errorf("same run: %+v", got)
	}
	if upToDate(t, out, data, asked("2")) {
		t.Error("up to date for other data")
	}
	if got := publish(t, out, data, "2"); got.Outcome != Replaced || got.Looks != 2 {
		t.Errorf("other run: %+v", got)
	}
	if text, err := whole(out); err != nil || text != "2" {
		t.Errorf("tree of %q, %v", text, err)
	}
	if left := litter(t, out); left != nil {
		t.Errorf("litter: %v", left)
	}
}

func TestUpToDateAsksForEachPart(t *testing.T) {
	out, data := bench(t)
	publish(t, out, data, "1")
	changes := map[string]func(*Request){
		"executable":        func(r *Request) { r.Executable = "4567" },
		"no executable":     func(r *Request) { r.Executable = "" },
		"formats":           func(r *Request) { r.Formats = []string{"svg"} },
		"protocol":          func(r *Request) { r.Protocol.Raw = []byte("review: 1 \n") },
		"name of a table":   func(r *Request) { r.Inputs[0].Name = "arm.csv" },
		"bytes of a table":  func(r *Request) { r.Inputs[0].Data = []byte("study,n\r\nA,1\r\nB,4\r\n") },
		"one table more":    func(r *Request) { r.Inputs = append(r.Inputs, Input{Name: "studies.csv"}) },
		"one table fewer":   func(r *Request) { r.Inputs = nil },
		"protocol and data": func(r *Request) { *r = asked("2") },
	}
	for name, change := range changes {
		r := asked("1")
		change(&r)
		if upToDate(t, out, data, r) {
			t.Errorf("%s: up to date", name)
		}
	}
	r := asked("1")
	r.Formats = []string{"html", "svg", "png", "svg"}
	if !upToDate(t, out, data, r) {
		t.Error("the order of formats matters")
	}
}

// Without a hash of the executable no stamp says anything.
func TestAnUnknownExecutableIsNeverUpToDate(t *testing.T) {
	out, data := bench(t)
	o, err := Acquire(context.Background(), out, data, false)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	r := asked("1")
	r.Executable = ""
	if _, err := o.Publish(context.Background(), r, nil, made("1"), Execution{}); err != nil {
		t.Fatal(err)
	}
	if ok, err := o.UpToDate(r); ok || err != nil {
		t.Errorf("up to date %v, %v", ok, err)
	}
}

// A fresh clone has the results that are committed, and neither stamp nor
// renderings.
func TestFreshCloneIsReproduced(t *testing.T) {
	out, data := bench(t)
	publish(t, out, data, "1")
	for _, name := range []string{"report.html", "figures/response/forest.png", "../.review.stamp", "../.review.lock", "../.review.execution.json"} {
		if err := os.Remove(filepath.Join(out, name)); err != nil {
			t.Fatal(err)
		}
	}
	if upToDate(t, out, data, asked("1")) {
		t.Error("a fresh clone is up to date")
	}
	if got := publish(t, out, data, "1"); got.Outcome != Reproduced || got.Looks != 1 {
		t.Errorf("fresh clone: %+v", got)
	}
	if _, err := whole(out); err != nil {
		t.Errorf("renderings were not added: %v", err)
	}
}

// When everything is there already only what stands beside is written.
func TestEqualTreeIsNotTouched(t *testing.T) {
	out, data := bench(t)
	publish(t, out, data, "1")
	before, err := os.Stat(filepath.Join(out, "report.md"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(out, "../.review.stamp")); err != nil {
		t.Fatal(err)
	}
	publish(t, out, data, "1")
	after, err := os.Stat(filepath.Join(out, "report.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) {
		t.Error("an equal tree was replaced")
	}
	if !upToDate(t, out, data, asked("1")) {
		t.Error("no stamp was written")
	}
}

func TestEachFlippedByteIsNoticed(t *testing.T) {
	out, data := bench(t)
	publish(t, out, data, "1")
	o, err := Acquire(context.Background(), out, data, false)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	flips := 0
	for _, f := range append(made("1"), File{Name: runName}, File{Name: historyName}) {
		name := filepath.Join(out, f.Name)
		good, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := range good {
			bad := append([]byte{}, good...)
			bad[i] ^= 1 << (i % 8)
			if err := os.WriteFile(name, bad, 0o666); err != nil {
				t.Fatal(err)
			}
			if ok, err := o.UpToDate(asked("1")); ok || err != nil {
				t.Fatalf("%s, byte %d: up to date %v, %v", f.Name, i, ok, err)
			}
			flips++
		}
		if err := os.WriteFile(name, good, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if ok, err := o.UpToDate(asked("1")); !ok || err != nil {
		t.Errorf("mended: up to date %v, %v", ok, err)
	}
	t.Logf("%d bytes flipped", flips)
}

// A run puts damaged results right without help, whichever file it is.
func TestDamageIsMended(t *testing.T) {
	for _, name := range []string{"report.md", "report.html", runName} {
		out, data := bench(t)
		publish(t, out, data, "1")
		if err := os.WriteFile(filepath.Join(out, name), []byte("{"), 0o666); err != nil {
			t.Fatal(err)
		}
		publish(t, out, data, "1")
		if text, err := whole(out); err != nil || text != "1" {
			t.Errorf("%s: tree of %q, %v", name, text, err)
		}
	}
}

func TestMissingAndAddedFilesAreNoticed(t *testing.T) {
	out, data := bench(t)
	publish(t, out, data, "1")
	name := filepath.Join(out, "figures/response/forest.png")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if upToDate(t, out, data, asked("1")) {
		t.Error("a missing rendering is not noticed")
	}
	publish(t, out, data, "1")
	if err := os.WriteFile(filepath.Join(out, "figures/remission/forest.png"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if upToDate(t, out, data, asked("1")) {
		t.Error("an added rendering is not noticed")
	}
}

// Fewer formats leave fewer renderings, and the results equal.
func TestRenderingsOfAnEarlierRunGo(t *testing.T) {
	out, data := bench(t)
	publish(t, out, data, "1")
	o, err := Acquire(context.Background(), out, data, false)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	var files []File
	for _, f := range made("1") {
		if !f.Rendering {
			files = append(files, f)
		}
	}
	r := asked("1")
	r.Formats = []string{"svg"}
	report, err := o.Publish(context.Background(), r, []string{"finding"}, files, Execution{})
	if err != nil || report.Outcome != Reproduced {
		t.Fatalf("%+v, %v", report, err)
	}
	for _, name := range []string{"report.html", "figures/response/forest.png"} {
		if _, err := os.Stat(filepath.Join(out, name)); !os.IsNotExist(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestExecutionStandsBeside(t *testing.T) {
	out, data := bench(t)
	o, err := Acquire(context.Background(), out, data, false)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	e := NewExecution(time.Now(), []Duration{{"pool", 0.5}})
	if _, err := o.Publish(context.Background(), asked("1"), nil, made("1"), e); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(out), ".review.execution.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got Execution
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.Outcome != "created" || len(got.Renderings) != 2 || got.Durations[0].Step != "pool" || got.Go == "" || got.Started.IsZero() {
		t.Errorf("%+v", got)
	}
	for name, bytes := range map[string]string{"host": got.Host, "Go": got.Go} {
		err := filepath.WalkDir(out, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if bytes != "" && strings.Contains(string(text), bytes) {
				t.Errorf("%s names the %s", path, name)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestOurOwnMistakesAreRefused(t *testing.T) {
	svg := File{Name: "a.svg"}
	bad := map[string][]File{
		"a path out of the output":     {{Name: "../a.svg"}},
		"an absolute path":             {{Name: "/a.svg"}},
		"a drive":                      {{Name: "c:a.svg"}},
		"a hidden file":                {{Name: "figures/.a.svg"}},
		"the record's own file":        {{Name: "run.json"}},
		"the same with a capital":      {{Name: "History.jsonl"}},
		"two files of one name":        {svg, svg},
		"two that some disks confuse":  {svg, {Name: "A.svg"}},
		"a rendering not called so":    {svg, {Name: "a.png"}},
		"a result called a rendering":  {{Name: "a.svg", Rendering: true}},
		"a rendering without a result": {svg, {Name: "b.png", Rendering: true}},
	}
	for name, files := range bad {
		out, data := bench(t)
		o, err := Acquire(context.Background(), out, data, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Publish(context.Background(), asked("1"), nil, files, Execution{}); err == nil || errors.Is(err, ErrWrite) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(out); !os.IsNotExist(err) {
			t.Errorf("%s: an output was written", name)
		}
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	}
}

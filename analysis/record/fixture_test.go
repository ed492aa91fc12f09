package record

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// bench is a data folder and the place of an output, both empty.
func bench(t *testing.T) (out, data string) {
	t.Helper()
	top := t.TempDir()
	out, data = filepath.Join(top, "output", "review"), filepath.Join(top, "data", "review")
	if err := os.MkdirAll(data, 0o777); err != nil {
		t.Fatal(err)
	}
	return out, data
}

// asked is a request about version text of the data.
func asked(text string) Request {
	return Request{
		Protocol: Protocol{Name: "protocol.yaml", Raw: []byte("review: " + text + "\n"), Canonical: []byte(text)},
		Inputs: []Input{{
			Name: "arms.csv", Data: []byte("study,n\nA," + text + "\nB,4\n"),
			Header: []string{"study", "n"}, Rows: [][]string{{"A", text}, {"B", "4"}}, Study: "study",
		}},
		Formats:    []string{"svg", "png", "html"},
		Executable: "0123",
	}
}

// made is a tree of results and renderings, each carrying text.
func made(text string) []File {
	return []File{
		{Name: "results.json", Data: []byte(`{"text": "` + text + `"}`)},
		{Name: "report.md", Data: []byte(strings.Repeat(text+"\n", 20))},
		{Name: "report.html", Data: []byte("<p>" + text), Rendering: true},
		{Name: "figures/response/forest.svg", Data: []byte("<svg>" + text)},
		{Name: "figures/response/forest.png", Data: []byte("PNG" + text), Rendering: true},
		{Name: "figures/remission/forest.svg", Data: []byte("<svg>" + text + text)},
	}
}

// publish does one whole run.
func publish(t *testing.T, out, data, text string) Report {
	t.Helper()
	report, err := tryPublish(context.Background(), openFolder, out, data, text)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func tryPublish(ctx context.Context, open func(string) (disk, error), out, data, text string) (report Report, err error) {
	o, err := acquire(ctx, open, out, data, false)
	if err != nil {
		return Report{}, err
	}
	report, err = o.Publish(ctx, asked(text), []string{"finding"}, made(text), NewExecution(time.Unix(0, 0), nil))
	if e := o.Close(); err == nil {
		err = e
	}
	return report, err
}

// upToDate asks under the lock.
func upToDate(t *testing.T, out, data string, r Request) bool {
	t.Helper()
	o, err := Acquire(context.Background(), out, data, false)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	ok, err := o.UpToDate(r)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

// whole checks that a tree is one run's, complete and unmixed: run.json lists
// each result with its hash, nothing else is there but run.json, history and
// renderings, and every file carries the same text, which is returned. A tree
// that is not there is the text "".
func whole(out string) (text string, err error) {
	data, err := os.ReadFile(filepath.Join(out, runName))
	if os.IsNotExist(err) {
		if entries, e := os.ReadDir(out); e == nil {
			return "", fmt.Errorf("a tree of %d entries without %s", len(entries), runName)
		}
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var r run
	if err := json.Unmarshal(data, &r); err != nil {
		return "", err
	}
	results, err := os.ReadFile(filepath.Join(out, "results.json"))
	if err != nil {
		return "", err
	}
	text = strings.TrimSuffix(strings.TrimPrefix(string(results), `{"text": "`), `"}`)
	if len(r.Files) != 4 {
		return "", fmt.Errorf("%s lists %d files", runName, len(r.Files))
	}
	for _, f := range r.Files {
		data, err := os.ReadFile(filepath.Join(out, f.Name))
		if err != nil {
			return "", err
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(data)); got != f.SHA256 {
			return "", fmt.Errorf("%s has other bytes than %s says", f.Name, runName)
		}
	}
	seen := 0
	for _, f := range made(text) {
		data, err := os.ReadFile(filepath.Join(out, f.Name))
		if err != nil {
			return "", err
		}
		if string(data) != string(f.Data) {
			return "", fmt.Errorf("%s is not of %q", f.Name, text)
		}
		seen++
	}
	files := 0
	err = filepath.WalkDir(out, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return err
	})
	if err == nil && files != seen+2 {
		err = fmt.Errorf("%d files, expected %d", files, seen+2)
	}
	return text, err
}

// litter lists what stands beside an output and should not.
func litter(t *testing.T, out string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(out))
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	base := filepath.Base(out)
	for _, e := range entries {
		switch e.Name() {
		case base, "." + base + ".lock", "." + base + ".stamp", "." + base + ".execution.json":
		default:
			left = append(left, e.Name())
		}
	}
	return left
}

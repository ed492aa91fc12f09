package analysis

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"grove/analysis/protocol"
)

// The engine gives the committed numbers of each shipped review, byte for byte.
// Built for another processor or for a browser, this test shows that it gives
// them there too.
func TestShippedNumbers(t *testing.T) {
	protocols, err := filepath.Glob("../data/*/" + protocol.FileName)
	if err != nil || len(protocols) == 0 {
		t.Fatalf("no review: %v", err)
	}
	for _, p := range protocols {
		in, err := Load(filepath.Dir(p))
		if err != nil {
			t.Fatal(err)
		}
		review, err := Run(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range results {
			switch f.name {
			case "estimates.csv", "studies.csv":
			default:
				continue
			}
			got, err := f.make(review)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join("../output", in.Name, f.name))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s: %s is not as committed", in.Name, f.name)
			}
		}
	}
	t.Logf("%d reviews", len(protocols))
}

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// The README's commands run as they stand, in a copy of the project, and its
// recipe for a review of one's own gives a forest plot. make test is what runs
// this test, so it is only looked up.
func TestReadmeCommands(t *testing.T) {
	readme := readAll(t, "../../README.md")
	root := filepath.Join(t.TempDir(), "grove")
	for _, dir := range []string{"cmd", "analysis", "data"} {
		if err := os.CopyFS(filepath.Join(root, dir), os.DirFS("../../"+dir)); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"go.mod", "go.sum", "Makefile"} {
		if err := os.WriteFile(filepath.Join(root, file), []byte(readAll(t, "../../"+file)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	command := func(line string) {
		t.Helper()
		c := exec.Command("sh", "-c", line)
		c.Dir = root
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, said)
		}
	}
	ran := 0
	for _, line := range regexp.MustCompile(`(?m)^    ((?:make|bin/grove|cp) .*)$`).FindAllStringSubmatch(readme, -1) {
		if line[1] == "make test" {
			command("make -n test")
		} else {
			command(line[1])
		}
		ran++
	}
	if ran < 4 {
		t.Errorf("%d commands found in the README", ran)
	}
	for _, made := range []string{"forest.svg", "output/bcg/figures/tuberculosis/forest.svg", "output/bcg/figures/tuberculosis/forest.png", "output/mine/figures/response/forest.svg"} {
		readAll(t, filepath.Join(root, made))
	}
	// The protocol as the README prints it runs too, on the starter's table.
	protocol := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindStringSubmatch(readme)
	if protocol == nil {
		t.Fatal("the README has no protocol")
	}
	if err := os.WriteFile(filepath.Join(root, "data/mine/protocol.yaml"), []byte(protocol[1]), 0o666); err != nil {
		t.Fatal(err)
	}
	command("bin/grove run data/mine")
}

package main

import (
	"bytes"
	"encoding/binary"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFigureFlags: the words of a protocol's figure as flags, in each format and
// twice with the same bytes; what is printed stays as it is.
func TestFigureFlags(t *testing.T) {
	const bcg = "../../data/bcg/bcg.csv"
	_, plain, _ := grove("pool", bcg, "--measure", "RR", "--json")
	dir := t.TempDir()
	for _, ext := range []string{"svg", "pdf", "png"} {
		var first []byte
		for _, name := range []string{"a." + ext, "b." + ext} {
			file := filepath.Join(dir, name)
			code, stdout, stderr := grove("pool", bcg, "--measure", "RR", "--json", "--figure", file, "--style", "jama", "--width", "120", "--dpi", "200", "--digits", "3", "--language", "no",
				"--columns", "study,year,plot,effect", "--sort=-year", "--group", "allocation", "--predicted", "density", "--models", "common,mh")
			if code != 0 || stdout != plain {
				t.Fatalf("%s: exit %d, %s", name, code, stderr)
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = data
			} else if !bytes.Equal(first, data) {
				t.Errorf("%s: other bytes the second time", ext)
			}
		}
		switch ext {
		case "svg":
			for _, want := range []string{`lang="nb"`, ">RR (95\u00a0% KI)<", ">0,489 (0,330 til 0,726)<", ">Felles effekt (antar én effekt)<", ">Mantel–Haenszel<", ">Allocation: systematic<", "<polyline"} {
				if !strings.Contains(string(first), want) {
					t.Errorf("%q is not in the figure", want)
				}
			}
			if s := string(first); strings.Index(s, ">TPT Madras 1980<") > strings.Index(s, ">Aronson 1948<") {
				t.Error("1948 stands above 1980")
			}
		case "png":
			size, err := png.DecodeConfig(bytes.NewReader(first))
			if err != nil || size.Width < 944 || size.Width > 946 { // 120 mm at 200 dots an inch
				t.Errorf("%d pixels wide, %v", size.Width, err)
			}
			if at := bytes.Index(first, []byte("pHYs")); at < 0 || binary.BigEndian.Uint32(first[at+4:]) != 7874 {
				t.Error("the picture does not say its size")
			}
		}
	}
	for _, c := range []struct {
		flags []string
		says  string
	}{
		{[]string{"--figure", "x.svg", "--style", "cochran"}, `--style: "cochran": unknown style; did you mean "cochrane"?`},
		{[]string{"--figure", "x.svg", "--width", "5"}, `--width: "5": a width is 40 to 1000 millimetres`},
		{[]string{"--figure", "x.svg", "--sort", "yeer"}, `no table has a column "yeer"; did you mean "year"?`},
		{[]string{"--figure", "x.svg", "--columns", "study,nothing"}, `no table has a column "nothing"`},
		{[]string{"--figure", "x.svg", "--columns", "year"}, "columns begins with study"},
		{[]string{"--figure", "x.svg", "--models", "bays"}, `did you mean "bayes"?`},
		{[]string{"--style", "bmj"}, "--style says how a figure is set, and there is none without --figure"},
	} {
		code, stdout, stderr := grove(append([]string{"pool", bcg}, c.flags...)...)
		if code != exitUsage || !strings.Contains(stderr, c.says) || stdout != "" {
			t.Errorf("%v: exit %d, %s%s", c.flags, code, stdout, stderr)
		}
	}
	if _, err := os.Stat("x.svg"); err == nil {
		t.Error("a figure was written")
	}
}

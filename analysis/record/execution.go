package record

import (
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

// Execution is what .NAME.execution.json tells about a run and no hash covers:
// where, when and with what it ran.
type Execution struct {
	Outcome    string     `json:"outcome"`
	Started    time.Time  `json:"started"`
	Finished   time.Time  `json:"finished"`
	Durations  []Duration `json:"durations"`
	Host       string     `json:"host"`
	System     string     `json:"system"`
	Revision   string     `json:"revision,omitempty"` // of the source, if the build knows it
	Go         string     `json:"go"`
	Modules    []Module   `json:"modules"`
	Renderings []hashed   `json:"renderings"`
}

// Duration is the time one step of a run took.
type Duration struct {
	Step    string  `json:"step"`
	Seconds float64 `json:"seconds"`
}

// Module is one module the program was built from.
type Module struct {
	Path    string `json:"path"`
	Version string `json:"version"`
	Sum     string `json:"sum,omitempty"`
}

// NewExecution describes a run of this program that started then and ends now.
// Publish fills in the outcome and the renderings.
func NewExecution(started time.Time, durations []Duration) Execution {
	e := Execution{
		Started:   started.UTC(),
		Finished:  time.Now().UTC(),
		Durations: append([]Duration{}, durations...),
		System:    runtime.GOOS + "/" + runtime.GOARCH,
		Go:        runtime.Version(),
		Modules:   []Module{},
	}
	e.Host, _ = os.Hostname()
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return e
	}
	for _, s := range build.Settings {
		if s.Key == "vcs.revision" {
			e.Revision = s.Value
		}
	}
	for _, m := range build.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		e.Modules = append(e.Modules, Module{m.Path, m.Version, m.Sum})
	}
	return e
}

// sidecars are the two files that stand beside the output.
func sidecars(s stamp, e Execution) ([]File, error) {
	stamped, err := encode(s)
	if err != nil {
		return nil, err
	}
	executed, err := encode(e)
	if err != nil {
		return nil, err
	}
	return []File{{Name: "stamp", Data: stamped}, {Name: "execution.json", Data: executed}}, nil
}

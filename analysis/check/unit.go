package check

import "math"

// Unit finds a trial typed in another unit or on another scale. Two numbers of
// each trial are held against the other trials of its scale (at least four):
// the geometric mean of its means, if all means of all trials are positive, and
// its pooled standard deviation, which knows no origin and so serves scores of
// change, too. With m and MAD of the logarithms over the others,
//
//	|ln x − m| > max(ln 3, 3.5 MAD).
//
// A factor near a known one is named. A standard deviation that is off alone may
// be a standard error or belong to other people; so where means can be read,
// either number must be off and the other must lean at least halfway with it.
var Unit = Check{Code: "unit", Name: "another unit or scale", Level: Warn,
	Source: "case: a review of PM2.5 and birth outcomes, 2020", run: unit}

// factors are what one unit of a pair is worth in the other.
var factors = []struct {
	times float64
	name  string
}{
	{10, "ten: a decimal point, or mm and cm"}, {100, "a hundred: a share and a percentage, or cm and m"}, {1000, "a thousand: mg and g"},
	{38.67, "cholesterol in mg/dl and mmol/l"}, {18.02, "glucose in mg/dl and mmol/l"}, {88.4, "creatinine in µmol/l and mg/dl"},
	{88.57, "triglycerides in mg/dl and mmol/l"}, {2.54, "inches and cm"}, {2.205, "pounds and kg"}, {4.184, "kcal and kJ"},
	{7, "days and weeks"}, {24, "hours and days"}, {60, "minutes and hours"}, {30.44, "days and months"}, {365.25, "days and years"}, {7.5, "mmHg and kPa"},
}

const near = 0.1 // of ln factor

func unit(t Trials) []Finding {
	var found []Finding
	for _, f := range t.sameScale() {
		if len(f) < 5 {
			continue
		}
		sds := f.each(t, func(x Trial) float64 { return math.Log(pooledSD(x)) })
		means := f.each(t, func(x Trial) float64 { return math.Log(x.T.Mean)/2 + math.Log(x.C.Mean)/2 })
		readable := finite(means...)
		besideSDs, besideMeans := leaveOut(sds), leaveOut(means)
		for i, at := range f {
			sd, sdOff := off(sds, besideSDs, i)
			by, what, odd := sd, "standard deviations", sdOff
			if readable {
				mean, meanOff := off(means, besideMeans, i)
				if meanOff && sd*mean > 0 && math.Abs(sd) > math.Abs(mean)/2 {
					by, what, odd = mean, "means", true
				} else {
					odd = sdOff && sd*mean > 0 && math.Abs(mean) > math.Abs(sd)/2
				}
			}
			if !odd {
				continue
			}
			x := t.Trials[at]
			text := say("means %v and %v, standard deviations %v and %v: the %v are %v times %v than the median of the other %d trials", x.T.Mean, x.C.Mean, x.T.SD, x.C.SD,
				what, math.Exp(math.Abs(by)), larger(by), len(f)-1)
			found = append(found, t.on(Warn, text+cause(by)+": is it another unit or scale?", at))
		}
	}
	return found
}

// off is how far the i-th value is from the median of the others, and whether
// that is too far.
func off(logs []float64, others others, i int) (float64, bool) {
	m, mad := others.spread(i)
	d := logs[i] - m
	return d, math.Abs(d) > max(math.Log(3), 3.5*mad)
}

func larger(d float64) string {
	if d > 0 {
		return "larger"
	}
	return "smaller"
}

// cause names the known factor nearest to the one found, if one is near.
func cause(d float64) string {
	best, name := near, ""
	for _, f := range factors {
		if away := math.Abs(math.Abs(d) - math.Log(f.times)); away < best {
			best, name = away, f.name
		}
	}
	if name == "" {
		return ""
	}
	return ", near a factor of " + name
}

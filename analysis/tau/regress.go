package tau

import "slices"

func (d *Design) variances() []float64 { return d.v }

func (d *Design) trials() float64 { return float64(len(d.v)) }

func (d *Design) least() float64 { return 0 }

// crude is about the mean, not about the model.
func (d *Design) crude() float64 {
	k := d.trials()
	var sum, t float64
	for _, y := range d.y {
		sum += y - d.y[0]
	}
	for _, y := range d.y {
		t += float64((y - d.y[0] - sum/k) * (y - d.y[0] - sum/k))
	}
	return t / k
}

func (d *Design) quadratic(a []float64) quadratic {
	d.weigh(func(i int) float64 { return a[i] })
	var f quadratic
	for i, v := range d.v {
		f.q += float64(d.e[i] * d.e[i])
		left := float64(a[i] * d.left[i])
		f.trace += left
		f.within += float64(left * v)
	}
	return f
}

func (d *Design) varianceOfQ(a []float64, tau2 float64) float64 {
	return 2 * d.squares(func(i int) float64 { return a[i] * (d.v[i] + tau2) })
}

func (d *Design) form(a []float64) *form {
	f := &form{a: a, v: d.v, df: d.df(), observed: d.quadratic(a).q, left: slices.Clone(d.left)}
	for _, col := range d.q {
		f.q = append(f.q, slices.Clone(col))
	}
	return f
}

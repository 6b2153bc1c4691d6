package report

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// components are the leading principal components of some vectors.
type components struct {
	mean      []float64
	axes      [][]float64 // of length 1, at right angles; all zero where there is no more variance
	explained []float64   // share of the whole variance along each
}

// lanczosSteps is the most steps of the iteration: the two leading components of
// features agree with a full decomposition to 1e-6 after about twenty.
const lanczosSteps = 60

// principal returns the k leading principal components of rows, each of width
// numbers: eigenvectors of the covariance matrix, by the Lanczos iteration with
// full reorthogonalisation (Golub and Van Loan, Matrix Computations, 10.1), which
// never forms the matrix. Each axis is turned so that its largest number is
// positive; the result depends on rows alone.
func principal(rows [][]float32, width, k int) components {
	c := components{mean: make([]float64, width), explained: make([]float64, k)}
	for range k {
		c.axes = append(c.axes, make([]float64, width))
	}
	for _, x := range rows {
		for i, v := range x {
			c.mean[i] += float64(v) / float64(len(rows))
		}
	}
	total := 0.0
	for _, x := range rows {
		for i, v := range x {
			d := float64(v) - c.mean[i]
			total += d * d
		}
	}
	if !(total > 0) {
		return c
	}
	cov := &scatter{rows: rows, mean: c.mean}
	basis, tri := cov.lanczos(min(lanczosSteps, len(rows)-1, width), total)
	values, vectors := jacobi(tri)
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case values[a] > values[b]:
			return -1
		case values[a] < values[b]:
			return 1
		}
		return 0
	})
	for a := range min(k, len(order)) {
		value := values[order[a]]
		if value <= total*1e-12 {
			break // rounding
		}
		c.explained[a] = min(1, value/total)
		for j, q := range basis {
			addScaled(c.axes[a], vectors[j][order[a]], q)
		}
		turn(c.axes[a])
	}
	return c
}

// project returns x in the coordinates of the components.
func (c components) project(x []float32) []float64 {
	at := make([]float64, len(c.axes))
	for a, axis := range c.axes {
		for i, v := range x {
			at[a] += (float64(v) - c.mean[i]) * axis[i]
		}
	}
	return at
}

// turn makes axis of length 1 and its number of greatest size positive.
func turn(axis []float64) {
	top := 0
	for i, v := range axis {
		if math.Abs(v) > math.Abs(axis[top]) {
			top = i
		}
	}
	size := math.Sqrt(dot(axis, axis))
	if axis[top] < 0 {
		size = -size
	}
	for i := range axis {
		axis[i] /= size
	}
}

// scatter is the matrix Σ (x-mean)(x-mean)ᵀ over rows.
type scatter struct {
	rows [][]float32
	mean []float64
}

// scatterPart is how many rows are summed up together: sums are the same however
// many processors there are.
const scatterPart = 256

// times returns the matrix times v.
func (s *scatter) times(v []float64) []float64 {
	parts := make([][]float64, (len(s.rows)+scatterPart-1)/scatterPart)
	shift := dot(s.mean, v)
	var wg sync.WaitGroup
	for p := range parts {
		wg.Go(func() {
			out, sum := make([]float64, len(v)), 0.0
			for _, x := range s.rows[p*scatterPart : min((p+1)*scatterPart, len(s.rows))] {
				d := -shift
				for i, f := range x {
					d += float64(float64(f) * v[i])
				}
				for i, f := range x {
					out[i] += float64(d * float64(f))
				}
				sum += d
			}
			addScaled(out, -sum, s.mean)
			parts[p] = out
		})
	}
	wg.Wait()
	out := parts[0]
	for _, p := range parts[1:] {
		addScaled(out, 1, p)
	}
	return out
}

// lanczos returns an orthonormal basis of at most steps vectors and the matrix
// in it, which is tridiagonal. Where the vectors span all that the matrix can
// reach from where it began, it begins again at right angles to them, so that
// components of equal variance are found too.
func (s *scatter) lanczos(steps int, total float64) (basis, tri [][]float64) {
	rng := rand.New(rand.NewPCG(1901, 2)) // any start will do, always the same
	tri = make([][]float64, steps)
	for i := range tri {
		tri[i] = make([]float64, steps)
	}
	q := s.fresh(rng, nil, total)
	for j := range steps {
		basis = append(basis, q)
		w := s.times(q)
		tri[j][j] = dot(w, q)
		orthogonalise(w, basis)
		if j+1 == steps {
			break
		}
		size := math.Sqrt(dot(w, w))
		if size <= total*1e-12 {
			if q = s.fresh(rng, basis, total); q == nil {
				break
			}
			continue
		}
		tri[j][j+1], tri[j+1][j] = size, size
		for i := range w {
			w[i] /= size
		}
		q = w
	}
	for i := range tri {
		tri[i] = tri[i][:len(basis)]
	}
	return basis, tri[:len(basis)]
}

// fresh returns a vector of length 1 that the matrix reaches, at right angles to
// basis, or nil if basis spans all that it reaches.
func (s *scatter) fresh(rng *rand.Rand, basis [][]float64, total float64) []float64 {
	q := make([]float64, len(s.mean))
	for i := range q {
		q[i] = rng.NormFloat64()
	}
	q = s.times(q)
	orthogonalise(q, basis)
	size := math.Sqrt(dot(q, q))
	if size <= total*1e-9 {
		return nil
	}
	for i := range q {
		q[i] /= size
	}
	return q
}

// orthogonalise takes from w what lies along basis, twice: the second time
// removes what rounding left the first time.
func orthogonalise(w []float64, basis [][]float64) {
	for range 2 {
		for _, q := range basis {
			addScaled(w, -dot(w, q), q)
		}
	}
}

// jacobi returns the eigenvalues of the symmetric matrix a, which it overwrites,
// and its eigenvectors as columns, by cyclic rotations (Golub and Van Loan, 8.5).
func jacobi(a [][]float64) (values []float64, vectors [][]float64) {
	n := len(a)
	vectors = make([][]float64, n)
	for i := range vectors {
		vectors[i] = make([]float64, n)
		vectors[i][i] = 1
	}
	for range 60 {
		off, size := 0.0, 0.0
		for i := range n {
			for j := range n {
				if i != j {
					off += a[i][j] * a[i][j]
				}
				size += a[i][j] * a[i][j]
			}
		}
		if off <= 1e-28*size {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(a, vectors, p, q)
			}
		}
	}
	values = make([]float64, n)
	for i := range values {
		values[i] = a[i][i]
	}
	return values, vectors
}

// rotate makes a[p][q] zero.
func rotate(a, vectors [][]float64, p, q int) {
	if a[p][q] == 0 {
		return
	}
	theta := (a[q][q] - a[p][p]) / (2 * a[p][q])
	t := 1 / (math.Abs(theta) + math.Sqrt(theta*theta+1))
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(t*t+1)
	s := t * c
	for i := range a {
		a[i][p], a[i][q] = c*a[i][p]-s*a[i][q], s*a[i][p]+c*a[i][q]
	}
	for i := range a {
		a[p][i], a[q][i] = c*a[p][i]-s*a[q][i], s*a[p][i]+c*a[q][i]
		vectors[i][p], vectors[i][q] = c*vectors[i][p]-s*vectors[i][q], s*vectors[i][p]+c*vectors[i][q]
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// addScaled adds f times b to a.
func addScaled(a []float64, f float64, b []float64) {
	for i, v := range b {
		a[i] += f * v
	}
}

"""Writes the samples and fits that PowerLawReferenceTest compares with.

    python powerlaw_reference.py FILE.json

Needs powerlaw 1.5 (whose alpha is the closed form for every exponent; 2.0 searches numerically and
caps alpha at 3 unless told otherwise), scipy, mpmath.
"""

import json
import sys

import mpmath
import numpy as np
import powerlaw
from scipy import optimize, special

rng = np.random.default_rng(7)


def spectrum(matrix):
    return np.linalg.svd(matrix, compute_uv=False) ** 2


samples = {
    "pareto": (1 - rng.random(300)) ** (-1 / 1.4),
    "lognormal": np.exp(1.3 * rng.standard_normal(300) - 4),
    "exponential": rng.exponential(size=200) * 1e-3,
    "uniform": rng.random(150) + 1,
    "gaussian matrix": spectrum(rng.standard_normal((120, 300))),
    "heavy-tailed matrix": spectrum(rng.standard_t(2.5, (200, 250))),
    "square matrix": spectrum(rng.standard_normal((150, 150)) / 150),
    "ties": np.round((1 - rng.random(300)) ** (-1 / 2.0), 1),
    "two": np.array([1.0, 3.0]),
    "zeros": np.concatenate([np.zeros(20), 1 + rng.pareto(1.0, 60)]),
}


def lognormal_ratio(tail, alpha, xmin):
    """Vuong's ratio, the log-normal truncated at xmin fitted to many digits."""
    y = np.log(tail / xmin)
    if np.mean(y**2) >= 2 * np.mean(y) ** 2:
        return 0.0, 1.0
    n = len(y)

    def density(parameters):
        mu, s = parameters[0], mpmath.exp(parameters[1])
        tail_log = mpmath.log(mpmath.erfc(-mu / (s * mpmath.sqrt(2))) / 2)
        return [-(((mpmath.mpf(v) - mu) / s) ** 2) / 2 - mpmath.log(s)
                - mpmath.log(2 * mpmath.pi) / 2 - tail_log for v in y]

    def cost(p):
        s = np.exp(p[1])
        return (np.sum((y - p[0]) ** 2) / (2 * s * s) + n * p[1]
                + n * special.log_ndtr(p[0] / s))

    best = min((optimize.minimize(cost, [m, l], method="Nelder-Mead",
                                  options=dict(xatol=1e-11, fatol=1e-13, maxiter=20000, maxfev=20000))
                for m in (np.mean(y), -1.0, -10.0) for l in (0.0, 1.0)), key=lambda r: r.fun)
    with mpmath.workdps(40):
        theirs = np.array([float(v) for v in density([mpmath.mpf(p) for p in best.x])])
    return vuong(np.log(alpha - 1) - (alpha - 1) * y - theirs)


def exponential_ratio(tail, alpha, xmin):
    rate = 1 / (np.mean(tail) - xmin)
    power = np.log((alpha - 1) / xmin) - alpha * np.log(tail / xmin)
    return vuong(power - (np.log(rate) - rate * (tail - xmin)))


def vuong(d):
    s = np.std(d)
    if s == 0:
        return 0.0, 1.0
    r = np.sum(d) / (np.sqrt(len(d)) * s)
    return float(r), float(special.erfc(abs(r) / np.sqrt(2)))


result = []
for name, data in samples.items():
    fit = powerlaw.Fit(data, verbose=False)
    tail = data[data >= fit.xmin]
    result.append({
        "name": name, "data": [float(v) for v in data], "alpha": float(fit.alpha),
        "xmin": float(fit.xmin), "D": float(fit.D), "sigma": float(fit.sigma), "tail": len(tail),
        "lognormal": lognormal_ratio(tail, fit.alpha, fit.xmin),
        "exponential": exponential_ratio(tail, fit.alpha, fit.xmin)})
    print(name, {k: v for k, v in result[-1].items() if k != "data"}, file=sys.stderr)
with open(sys.argv[1], "w") as out:
    json.dump(result, out)
    out.write("\n")

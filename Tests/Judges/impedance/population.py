"""The population of 1,000 spectra that the fits are judged by: two arcs and a Warburg, 61 points."""
import numpy as np

NAMES = ["R0", "R1", "CPE1.Q", "CPE1.alpha", "R2", "CPE2.Q", "CPE2.alpha", "W1"]
CIRCUIT = "R0-p(R1,CPE1)-p(R2,CPE2)-W1"
SEED = 20261120


def impedance(p, f):
    jw = 2j * np.pi * f
    arc = lambda r, q, a: r / (1 + r * q * jw**a)
    return p[0] + arc(*p[1:4]) + arc(*p[4:7]) + p[7] * np.sqrt(2) / np.sqrt(jw)


def truth(n=1000, seed=SEED):
    r = np.random.default_rng(seed)
    lu = lambda a, b: np.exp(r.uniform(np.log(a), np.log(b), n))
    r0 = lu(5e-3, 5e-2)
    r1 = r0 * lu(0.2, 1.5)
    t1 = lu(3e-4, 3e-3)
    a1 = r.uniform(0.75, 0.95, n)
    r2 = r0 * lu(0.3, 3.0)
    t2 = t1 * lu(30, 300)
    a2 = r.uniform(0.75, 0.95, n)
    w = r0 * lu(0.05, 0.3)
    return np.logspace(4, -2, 61), np.c_[r0, r1, t1**a1 / r1, a1, r2, t2**a2 / r2, a2, w]


def spectra(sigma, n=1000, seed=SEED):
    f, p = truth(n, seed)
    r = np.random.default_rng(seed + int(sigma * 1e6))
    z = np.array([impedance(q, f) for q in p])
    e = r.standard_normal(z.shape) + 1j * r.standard_normal(z.shape)
    return f, p, z + sigma * np.abs(z) * e


def write(path, f, z):
    """Little-endian: two counts, the frequencies, then real and imaginary parts of each spectrum."""
    with open(path, "wb") as out:
        np.array([len(z), len(f)], "<u8").tofile(out)
        np.asarray(f, "<f8").tofile(out)
        for s in z:
            np.asarray(s.real, "<f8").tofile(out)
            np.asarray(s.imag, "<f8").tofile(out)


def sorted_arcs(p):
    p = np.array(p, float)
    tau = lambda r, q, a: (max(r, 1e-300) * max(q, 1e-300)) ** (1 / max(a, 1e-3))
    if tau(*p[1:4]) > tau(*p[4:7]):
        p[1:4], p[4:7] = p[4:7].copy(), p[1:4].copy()
    return p

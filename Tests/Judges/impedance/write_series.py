"""Writes the population as 1,000 files of text: write_series.py FOLDER [NOISE]."""
import os, sys
import numpy as np
import population as P

os.makedirs(sys.argv[1], exist_ok=True)
f, _, z = P.spectra(float(sys.argv[2]) if len(sys.argv) > 2 else 0.001)
for k, s in enumerate(z):
    np.savetxt(os.path.join(sys.argv[1], f"spectrum_{k:04d}.csv"), np.c_[f, s.real, s.imag], delimiter=",",
               header="freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm", comments="")

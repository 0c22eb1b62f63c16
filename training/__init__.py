"""How the draft network is made: data, model, training, export. Nothing of it ships."""

import os

# Many small products: a pool of threads costs far more than it gives. Read when numpy is loaded.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

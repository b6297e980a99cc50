"""Writes the NumPy files that the tests of npy and npz read.

    python write_npz.py FOLDER

The values follow one rule, so that the tests can compute them: entry i in C order (the last axis
running fastest) of the inputs is i / 4 - 3, and label j is j % 3.
"""

import io
import pathlib
import sys
import zipfile

import numpy as np

folder = pathlib.Path(sys.argv[1])


def member(archive, name, array, method):
    """Adds an array under a fixed date, so that equal arrays give equal files."""
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, allow_pickle=True)
    info = zipfile.ZipInfo(name + ".npy")
    info.compress_type = method
    archive.writestr(info, buffer.getvalue())


def write(name, method=zipfile.ZIP_STORED, **arrays):
    with zipfile.ZipFile(folder / name, "w") as archive:
        for key, array in arrays.items():
            member(archive, key, array, method)


x = np.arange(12 * 2 * 3).reshape(12, 2, 3) / 4 - 3
y = np.arange(12) % 3

for dtype in ["<f4", ">f4", "<f8", ">f8"]:
    write("c_%s.npz" % dtype.replace("<", "little_").replace(">", "big_"), x=x.astype(dtype), y=y)
write("fortran.npz", x=np.asfortranarray(x), y=y.astype(">i2"))
write("deflated.npz", zipfile.ZIP_DEFLATED, x=x.astype("f4"), y=y.astype("u1"))
write("tested.npz", x=x[:8], y=y[:8].astype("f4"), x_test=x[8:], y_test=y[8:].astype("u8"))
write("bytes.npz", x=np.arange(72, dtype="u1").reshape(12, 6), y=y.astype("i1"))
write("truth.npz", x=(np.arange(72).reshape(12, 6) % 2).astype(bool), y=y % 2 == 1)

# What numpy.savez itself writes, with its own flags and extra fields.
np.savez(folder / "savez.npz", x=x, y=y)
np.savez_compressed(folder / "savez_compressed.npz", x=x, y=y)

bad = x.copy()
bad[5, 1, 2] = np.nan
write("nan.npz", x=bad, y=y)
bad[5, 1, 2] = np.inf
write("infinite.npz", x=bad, y=y)
write("half_label.npz", x=x, y=y + 0.5)
write("negative_label.npz", x=x, y=y - 1)
write("one_class.npz", x=x, y=0 * y)
write("short_labels.npz", x=x, y=y[:11])
write("no_labels.npz", x=x)
write("one_axis.npz", x=x[:, 0, 0], y=y)
write("other_shape.npz", x=x, y=y, x_test=x[:, :, :2], y_test=y)
write("untested.npz", x=x, y=y, x_test=x)
write("complex.npz", x=x.astype("c16"), y=y)
write("structured.npz", x=np.zeros((12, 2), dtype=[("a", "f4"), ("b", "i4")]), y=y)
write("object.npz", x=np.array([[1, None]] * 12, dtype=object), y=y)
write("text.npz", x=np.array([["a", "b"]] * 12), y=y)

np.save(folder / "grid.npy", np.asfortranarray(np.arange(24).reshape(2, 3, 4)))
np.save(folder / "integers.npy", np.array([[-(2**53), 2**53], [-1, 7]], dtype=">i8"))
np.save(folder / "unsigned.npy", np.array([2**64 - 2048, 2**63], dtype="u8"))
np.save(folder / "number.npy", np.float64(2.5))
np.save(folder / "empty.npy", np.zeros((0, 4)))
with open(folder / "version2.npy", "wb") as file:
    np.lib.format.write_array(file, np.arange(3.0), version=(2, 0))

# Targets of every kind.
hole = y.astype("f4")
hole[3] = np.nan
write("no_number.npz", x=x, y=hole)
rows = np.arange(24).reshape(12, 2)
write("ragged_targets.npz", x=x, y=rows / 4, x_test=x, y_test=np.arange(36).reshape(12, 3) / 4)
write("real_targets.npz", x=x, y=y / 4)
write("real_rows.npz", x=x, y=(rows / 4).astype("f4"))
write("signs.npz", x=x, y=y % 2 * 2 - 1)
write("many_labels.npz", x=x, y=rows % 3 % 2)
write("ignored.npz", x=x, y=np.where(y == 1, -100, y))
write("column.npz", x=x, y=y[:, None])
write("bird_cat_dog.npz", x=x, y=np.array(["dog", "bird", "cat"])[y], x_test=x, y_test=np.array([b"cat"] * 12))
write("tokens.npz", x=rows, mask=rows > 3, y=np.where(rows > 3, -1, rows), extra=np.zeros(3))

"""Writes the Parquet files that ParquetTableTest reads: table_files.py FOLDER.

Row i of 40 has: f = i / 8, g = i / 4 (single), h = i / 2 (half), w = i - 5, u = 2^32 - 1 - i,
v = 2^64 - 2048 (i + 1), m = i / 100 as a decimal, t = "x" and i mod 3, b = whether i is even,
n = i, null where i is 7; and columns that can't be read: d a date, s a point in time, l a list.
"""

import datetime
import decimal
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

folder = sys.argv[1]
n = 40
i = np.arange(n)
table = pa.table({
    "f": i / 8.0,
    "g": (i / 4.0).astype("f4"),
    "h": pa.array((i / 2.0).astype("f2")),
    "w": i - 5,
    "u": pa.array((2**32 - 1 - i).astype("u4")),
    "v": pa.array(np.array([2**64 - 2048 * (k + 1) for k in range(n)], dtype="u8")),
    "m": pa.array([decimal.Decimal(int(k)).scaleb(-2) for k in i], pa.decimal128(12, 2)),
    "t": [f"x{k % 3}" for k in i],
    "b": i % 2 == 0,
    "n": pa.array([None if k == 7 else int(k) for k in i]),
    "d": pa.array([datetime.date(2020, 1, 1)] * n),
    "s": pa.array([datetime.datetime(2020, 1, 1)] * n),
    "l": pa.array([[1.0, 2.0]] * n),
})
for codec in ("none", "snappy", "gzip", "zstd", "lz4", "brotli"):
    pq.write_table(table, f"{folder}/{codec}.parquet", compression=codec, row_group_size=16)
pq.write_table(table, f"{folder}/pages2.parquet", data_page_version="2.0", compression="zstd",
               write_page_checksum=True, data_page_size=64, row_group_size=25)
pq.write_table(table, f"{folder}/delta.parquet", use_dictionary=False, compression="none",
               column_encoding={"f": "BYTE_STREAM_SPLIT", "w": "DELTA_BINARY_PACKED",
                                "t": "DELTA_BYTE_ARRAY"})
pq.write_table(table.slice(0, 0), f"{folder}/empty.parquet")
try:
    import fastparquet  # the other writer of Python's world
    frame = table.drop(["h", "m", "d", "s", "l"]).to_pandas()
    fastparquet.write(f"{folder}/fastparquet.parquet", frame, compression="GZIP")
except ImportError:
    pass

"""Data sources to try things out with, and to copy from: one module each.

They are written for PySpark's data source API and need no PySpark: the SDK serves what they import.
They give rows, and Arrow record batches where pyarrow is there and the read is large.
"""

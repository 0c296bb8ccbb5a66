"""Data sources to try things out with, and to copy from: one module each.

They are written for PySpark's data source API and need no PySpark: the SDK serves what they import.
All of them yield Arrow record batches, which needs pyarrow as soon as something is read.
"""

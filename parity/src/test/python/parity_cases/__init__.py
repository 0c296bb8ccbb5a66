"""Sources that PySpark and this project both read, and what is expected to differ between them."""

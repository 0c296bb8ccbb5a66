"""Sources and sinks that PySpark and this project both run, and what is expected to differ between them."""

"""Sources with known behaviour, by which every executor is tested. They need nothing but CPython."""

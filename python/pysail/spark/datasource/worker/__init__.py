"""The Python side of worker processes, which a JVM starts to run sources in.

A supervisor (:mod:`.supervisor`) forks workers (:mod:`.child`), each of which serves one call of
the JVM at a time (:mod:`.session`). All speak in :mod:`.frames`.
"""

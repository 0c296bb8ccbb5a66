# Sourced by ./sail: opens what the caller has closed of standard input, output and error. Otherwise the JVM's own files
# would get their numbers, and be taken for them.
{ : <&0; } 2>/dev/null || exec 0</dev/null
{ : >&1; } 2>/dev/null || exec 1</dev/null # for reading: data that nobody gets is an error
{ : >&2; } 2>/dev/null || exec 2>/dev/null

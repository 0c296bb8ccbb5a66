package io.pysail.sdk.subprocess;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The environment variables of workers: those that programs need to find their way, and nothing that may be a secret. */
final class ChildEnvironment {
    private static final Set<String> ALLOWED = Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR");

    private ChildEnvironment() {}

    static Map<String, String> of(Map<String, String> own, Map<String, String> added) {
        Map<String, String> environment = new HashMap<>();
        own.forEach((name, value) -> {
            if (ALLOWED.contains(name) || name.startsWith("LC_")) {
                environment.put(name, value);
            }
        });
        environment.putAll(added);
        return environment;
    }
}

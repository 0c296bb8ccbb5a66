package io.pysail.sdk.subprocess;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the system allows a worker process.
 *
 * <p>Immutable.
 *
 * @param data bytes of memory that is its own ({@code RLIMIT_DATA}), or null
 * @param addressSpace bytes of address space ({@code RLIMIT_AS}), or null
 * @param cpuSeconds seconds of a processor ({@code RLIMIT_CPU}), or null
 * @param openFiles how many descriptors ({@code RLIMIT_NOFILE}), or null
 * @param coreFiles whether a crash may leave a core file
 * @param newPrivileges whether programs that it starts may gain privileges
 */
record WorkerLimits(
        @Nullable Long data,
        @Nullable Long addressSpace,
        @Nullable Long cpuSeconds,
        @Nullable Long openFiles,
        boolean coreFiles,
        boolean newPrivileges) {
    /** No limits but those that hinder nobody: no core files, no new privileges. */
    static WorkerLimits defaults() {
        return new WorkerLimits(null, null, null, null, false, false);
    }

    /** The member "limits" of the frame SETUP. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        add(json, "data", data);
        add(json, "addressSpace", addressSpace);
        add(json, "cpuSeconds", cpuSeconds);
        add(json, "openFiles", openFiles);
        if (!coreFiles) {
            json.put("core", 0L);
        }
        if (!newPrivileges) {
            json.put("noNewPrivs", true);
        }
        return json;
    }

    private static void add(Map<String, Object> json, String name, @Nullable Long limit) {
        if (limit != null) {
            json.put(name, limit);
        }
    }
}

package io.pysail.sdk;

import java.time.Duration;

/**
 * What an executor found when it ran a little Python.
 *
 * @param version the Python that answered
 * @param gilEnabled whether that Python runs with its global interpreter lock
 * @param roundTrip the time from asking to the answer
 * @param runningReads how many partitions are being read
 * @param abandonedReads how many reads go on though their readers are closed, because their sources do not stop
 * @since 0.1
 */
public record ExecutorHealth(
        PythonVersion version, boolean gilEnabled, Duration roundTrip, int runningReads, int abandonedReads) {}

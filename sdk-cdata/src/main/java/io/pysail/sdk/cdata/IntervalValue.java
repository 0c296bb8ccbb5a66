package io.pysail.sdk.cdata;

/**
 * A difference between dates: its parts do not convert into each other.
 *
 * @param months the months
 * @param days the days
 * @param nanos the rest in nanoseconds
 * @since 0.1
 */
public record IntervalValue(int months, int days, long nanos) {
    /**
     * The interval in the notation of ISO 8601.
     *
     * @return such as {@code P1M2DT0.5S}
     */
    @Override
    public String toString() {
        if (months == 0 && days == 0 && nanos == 0) {
            return "PT0S";
        }
        String time =
                nanos == 0 ? "" : java.time.Duration.ofNanos(nanos).toString().substring(1);
        return "P" + (months == 0 ? "" : months + "M") + (days == 0 ? "" : days + "D") + time;
    }
}

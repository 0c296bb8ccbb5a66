package io.pysail.sdk;

/**
 * A version of CPython, such as 3.13.0.
 *
 * @param major the first number
 * @param minor the second number: what binary compatibility depends on
 * @param micro the third number
 * @since 0.1
 */
public record PythonVersion(int major, int minor, int micro) implements Comparable<PythonVersion> {
    /** The oldest version that the SDK runs. */
    public static final PythonVersion OLDEST_SUPPORTED = new PythonVersion(3, 9, 0);

    /** The newest minor version that the SDK runs: its layouts and functions are known. */
    public static final PythonVersion NEWEST_SUPPORTED = new PythonVersion(3, 14, Integer.MAX_VALUE);

    /**
     * Whether the SDK runs this version.
     *
     * @return true from 3.9 to 3.14
     */
    public boolean isSupported() {
        return compareTo(OLDEST_SUPPORTED) >= 0 && compareTo(NEWEST_SUPPORTED) <= 0;
    }

    /** The versions that the SDK runs, as messages name them: {@code 3.9 to 3.14}. */
    static String supportedRange() {
        return OLDEST_SUPPORTED.feature() + " to " + NEWEST_SUPPORTED.feature();
    }

    /**
     * Whether this is a version of CPython 3 with at least this minor number.
     *
     * @param minor the second number
     * @return true for 3.{@code minor} and later
     */
    public boolean isAtLeast(int minor) {
        return major > 3 || (major == 3 && this.minor >= minor);
    }

    /**
     * The first two numbers, which name a binary interface.
     *
     * @return such as {@code 3.13}
     */
    public String feature() {
        return major + "." + minor;
    }

    @Override
    public int compareTo(PythonVersion other) {
        int order = Integer.compare(major, other.major);
        if (order == 0) {
            order = Integer.compare(minor, other.minor);
        }
        return order != 0 ? order : Integer.compare(micro, other.micro);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + micro;
    }
}

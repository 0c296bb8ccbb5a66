package io.pysail.sdk;

/** Who can do something about an error. */
public enum Responsibility {
    /** The author of the Python code that ran, or the owner of its data. */
    SOURCE,

    /** Whoever installs and configures Python, the JVM and the machine. */
    ENVIRONMENT,

    /** The caller: an argument, a name or an option is wrong. */
    USER,

    /** The SDK itself: a defect worth reporting. */
    SDK
}

package io.pysail.sdk.cpython;

import io.pysail.sdk.EnvironmentException;
import java.lang.foreign.MemorySegment;

/** Whether the JVM lets this module call native code. */
final class NativeAccess {
    private NativeAccess() {}

    /**
     * Refuses, with the flag that is missing, where the JVM would refuse the first native call.
     *
     * <p>Without the flag JDK 24 and later only warn, unless told otherwise; so the answer is found by trying.
     */
    static void require() {
        if (NativeAccess.class.getModule().isNativeAccessEnabled()) {
            return;
        }
        try {
            // SAFETY: a segment of no bytes, of which nothing is read.
            @SuppressWarnings("restricted")
            MemorySegment tried = MemorySegment.NULL.reinterpret(0);
            if (tried.byteSize() != 0) {
                throw new AssertionError(tried);
            }
        } catch (IllegalCallerException e) {
            throw denied(e);
        }
    }

    private static EnvironmentException denied(IllegalCallerException cause) {
        Module module = NativeAccess.class.getModule();
        String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
        return EnvironmentException.of(
                "this JVM does not let " + (module.isNamed() ? "module " + name : "the class path")
                        + " call native code",
                "start java with --enable-native-access=" + name,
                cause);
    }
}

package io.pysail.sdk.cli;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Ends the process when it is told to, after its sources have stopped.
 *
 * <p>A shutdown hook would not do: it does not learn which signal came, and the JVM waits for it before it ends.
 */
final class Signals {
    /** What a shell adds to the number of the signal that ended a process. */
    private static final int KILLED = 128;

    private Signals() {}

    /** By reflection: javac warns of {@code sun.misc.Signal}, which has no successor, and cannot be told not to. */
    static void endBy(ProcessEnd end) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ending =
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (_, _, given) -> {
                        end.leave(KILLED + (int) signal.getMethod("getNumber").invoke(given[0]));
                        return null;
                    });
            for (String name : List.of("INT", "TERM", "HUP")) {
                Object each = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, each, ending);
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this JDK has no sun.misc.Signal", e);
        }
    }
}

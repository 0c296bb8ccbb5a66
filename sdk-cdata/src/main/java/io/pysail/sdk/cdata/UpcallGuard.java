package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;

/**
 * Replaces the address of a C function that enters Java, for a process that must not be entered always: a forked child
 * has none of the JVM's threads but one.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface UpcallGuard {
    /** Hands the functions out as they are. */
    UpcallGuard NONE = (_, stub) -> stub;

    /** What a function does, and so what to do in its place. */
    enum Function {
        /** {@code void release(struct ArrowSchema *)}: doing nothing will do. */
        RELEASE_SCHEMA,
        /** {@code void release(struct ArrowArray *)}: doing nothing will do. */
        RELEASE_ARRAY,
        /** {@code void release(struct ArrowArrayStream *)}: doing nothing will do. */
        RELEASE_STREAM,
        /** {@code int get_schema(struct ArrowArrayStream *, struct ArrowSchema *)}: a number of errno.h is an error. */
        GET_SCHEMA,
        /** {@code int get_next(struct ArrowArrayStream *, struct ArrowArray *)}: a number of errno.h is an error. */
        GET_NEXT,
        /** {@code const char *get_last_error(struct ArrowArrayStream *)}: may be NULL. */
        GET_LAST_ERROR
    }

    /**
     * The address to hand out.
     *
     * @param function what the stub does
     * @param stub a function that enters Java; it lives as long as the process
     * @return the stub, or a function of the same signature that lives as long as the process
     */
    MemorySegment guard(Function function, MemorySegment stub);
}

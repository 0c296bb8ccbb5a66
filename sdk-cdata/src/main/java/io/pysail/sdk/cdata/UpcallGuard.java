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

    /**
     * What a function does, and so what to do in its place.
     *
     * <p>What stands in for a release function has to mark the struct as released and no more: consumers check that, and
     * pyarrow ends the process if it is not so.
     */
    enum Function {
        /** {@code void release(struct ArrowSchema *)}. */
        RELEASE_SCHEMA(SchemaStruct.RELEASE),
        /** {@code void release(struct ArrowArray *)}. */
        RELEASE_ARRAY(ArrayStruct.RELEASE),
        /** {@code void release(struct ArrowArrayStream *)}. */
        RELEASE_STREAM(StreamStruct.RELEASE),
        /** {@code int get_schema(struct ArrowArrayStream *, struct ArrowSchema *)}: a number of errno.h is an error. */
        GET_SCHEMA(-1),
        /** {@code int get_next(struct ArrowArrayStream *, struct ArrowArray *)}: a number of errno.h is an error. */
        GET_NEXT(-1),
        /** {@code const char *get_last_error(struct ArrowArrayStream *)}: may be NULL. */
        GET_LAST_ERROR(-1);

        private final long markOffset;

        Function(long markOffset) {
            this.markOffset = markOffset;
        }

        /**
         * Where in its struct a release function writes NULL, which marks the struct as released.
         *
         * @return the offset in bytes
         * @throws IllegalStateException if this is no release function
         */
        public long markOffset() {
            if (markOffset < 0) {
                throw new IllegalStateException(this + " releases nothing");
            }
            return markOffset;
        }
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

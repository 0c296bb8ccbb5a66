package io.pysail.sdk.cpython.internal.system;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Keeps Java code from being entered in a forked child.
 *
 * <p>A child has only the thread that forked: an upcall into Java waits there for ever as soon as the JVM wants a
 * safepoint, and no Java code can prevent it, since asking is already an upcall. So every upcall stub that Python gets
 * stands behind a few machine instructions that look at a byte first. Python's own {@code os.register_at_fork} sets the
 * byte in the child, through a memoryview, without entering Java.
 *
 * <p>Thread-safe.
 */
public final class ForkGate {
    private final ExecutableMemory code;
    private final MemorySegment flag;
    private final GateCode instructions;

    private ForkGate(ExecutableMemory code, MemorySegment flag, GateCode instructions) {
        this.code = code;
        this.flag = flag;
        this.instructions = instructions;
    }

    /**
     * Makes the gate of this process.
     *
     * @return the gate, or nothing on a processor whose instructions we do not know
     */
    public static Optional<ForkGate> create() {
        return GateCode.ofThisMachine().map(instructions -> {
            ExecutableMemory code = ExecutableMemory.map();
            return new ForkGate(code, code.data(), instructions);
        });
    }

    /**
     * The byte that Python sets in a forked child.
     *
     * @return one byte that lives as long as the process
     */
    public MemorySegment flag() {
        return flag;
    }

    /**
     * Puts a function without a result behind the gate: in a forked child it does nothing.
     *
     * @param function an upcall stub that lives as long as the process
     * @return the address to hand out instead
     */
    public MemorySegment guard(MemorySegment function) {
        return code.install(instructions.skipping(flag.address(), function.address()));
    }

    /**
     * Puts a function behind the gate: in a forked child another one is called instead, with two arguments of ours.
     *
     * @param function an upcall stub that lives as long as the process
     * @param instead a function that lives as long as the process; it may be variadic
     * @param first its first argument
     * @param second its second argument
     * @return the address to hand out instead
     */
    public MemorySegment guard(
            MemorySegment function, MemorySegment instead, MemorySegment first, MemorySegment second) {
        return code.install(instructions.diverting(
                flag.address(), function.address(), instead.address(), first.address(), second.address()));
    }
}

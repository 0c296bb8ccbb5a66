package io.pysail.sdk.cpython.internal.system;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Keeps Java code from being entered in a forked child.
 *
 * <p>A child has only the thread that forked: an upcall into Java waits there for ever as soon as the JVM wants a
 * safepoint, and no Java code can prevent it, since asking is already an upcall. So every upcall stub that Python gets
 * stands behind a few machine instructions that look at a byte first. The C library sets the byte, before {@code fork}
 * returns in the child, by a few more of them: so not even what Python itself clears away in the child finds it open.
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
     * Makes a gate that closes in every child that is forked from here on.
     *
     * @return the gate, or nothing on a processor whose instructions we do not know
     */
    public static Optional<ForkGate> create() {
        return open().map(gate -> {
            AtFork.inChild(gate.code.install(gate.instructions.closing(gate.flag.address())));
            return gate;
        });
    }

    /** A gate that nothing closes by itself. */
    static Optional<ForkGate> open() {
        return GateCode.ofThisMachine().map(instructions -> {
            ExecutableMemory code = ExecutableMemory.map();
            return new ForkGate(code, code.data(), instructions);
        });
    }

    /** The byte that closes the gate; it lives as long as the process. */
    MemorySegment flag() {
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
     * Puts a function without a result behind the gate: in a forked child it only clears a pointer in a struct.
     *
     * @param function an upcall stub that lives as long as the process; its first argument is the address of the struct
     * @param offset where the pointer is in the struct: a multiple of eight, less than 128
     * @return the address to hand out instead
     */
    public MemorySegment guardClearing(MemorySegment function, long offset) {
        if (offset < 0 || offset >= 128 || offset % 8 != 0) {
            throw new IllegalArgumentException("an offset of " + offset + " is not in the instruction");
        }
        return code.install(instructions.clearing(flag.address(), function.address(), offset));
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

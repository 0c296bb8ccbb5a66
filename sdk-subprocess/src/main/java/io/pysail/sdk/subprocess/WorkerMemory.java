package io.pysail.sdk.subprocess;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The slots through which a worker and this process hand each other data.
 *
 * <p>Thread-safe: whoever closes a batch gives its slot back. The memory lives until the worker has ended and the last
 * batch in it is closed.
 */
final class WorkerMemory implements AutoCloseable {
    private static final int FREE = 0;
    private static final int HELD = 1;

    private final SharedMemory memory;
    private final int slots;
    private final long size;
    private final AtomicIntegerArray states;

    private WorkerMemory(SharedMemory memory, int slots, long size) {
        this.memory = memory;
        this.slots = slots;
        this.size = size;
        this.states = new AtomicIntegerArray(slots);
    }

    /** @param size of each slot, a multiple of the size of a page */
    static WorkerMemory allocate(int slots, long size) {
        return new WorkerMemory(SharedMemory.allocate(Math.multiplyExact(slots, size)), slots, size);
    }

    /** How the worker finds it. */
    Map<String, Object> address() {
        return memory.address();
    }

    /** The worker has mapped it: nobody else will look for it. */
    void attached() {
        memory.attached();
    }

    int slots() {
        return slots;
    }

    long slotSize() {
        return size;
    }

    /** The slots that hold no batch. */
    List<Long> free() {
        List<Long> free = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            if (states.get(slot) == FREE) {
                free.add((long) slot);
            }
        }
        return free;
    }

    /**
     * The memory of a slot.
     *
     * @throws ProtocolException if there is none such, or a batch lies in it
     */
    MemorySegment slot(int slot) throws ProtocolException {
        if (slot < 0 || slot >= slots || states.get(slot) == HELD) {
            throw new ProtocolException("slot " + slot + ", which is not the worker's to fill");
        }
        return memory.segment().asSlice(slot * size, size);
    }

    /** Keeps a slot for a batch in it. */
    void hold(int slot) {
        memory.retain();
        states.set(slot, HELD);
    }

    /**
     * Keeps all of it for a task: its worker may end while what it sent is still looked at.
     *
     * @return whether it is still there; {@link #close} ends what this began
     */
    boolean tryUse() {
        try {
            memory.retain();
            return true;
        } catch (IllegalStateException e) {
            return false; // its worker has ended
        }
    }

    /** Ends what {@link #hold} began. */
    void release(int slot) {
        states.set(slot, FREE);
        memory.close();
    }

    /** Takes a use away; whoever made it is the first. */
    @Override
    public void close() {
        memory.close();
    }
}

package io.pysail.sdk.cpython;

import io.pysail.sdk.cpython.internal.capi.CPython;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The strong references that a scope owns. Slots of references that were released early are used again, so a long loop
 * that closes what it makes does not grow.
 *
 * <p>Confined to the thread of its scope.
 */
final class OwnedReferences {
    private static final long[] NONE = {};
    private static final int END = -1;

    /** Addresses; in a free slot, the negated number of the next free slot, less two. */
    private long[] slots = NONE;

    private int used;
    private int free = END;

    /** Takes a reference over and tells its slot. */
    int add(MemorySegment pointer) {
        if (free != END) {
            int slot = free;
            free = decode(slots[slot]);
            slots[slot] = pointer.address();
            return slot;
        }
        if (used == slots.length) {
            slots = Arrays.copyOf(slots, Math.max(4, used * 2));
        }
        slots[used] = pointer.address();
        return used++;
    }

    /** Gives a reference up: the caller owns it from here on. */
    void remove(int slot) {
        slots[slot] = encode(free);
        free = slot;
    }

    /** Releases all that is still owned. Runs whatever code the objects run at their end. */
    void releaseAll() {
        // By index against the field, since an object's end may call into Java and use this thread's scopes.
        for (int slot = 0; slot < used; slot++) {
            long address = slots[slot];
            if (address > 0) {
                slots[slot] = 0;
                CPython.Py_DecRef(MemorySegment.ofAddress(address));
            }
        }
        used = 0;
        free = END;
    }

    private static long encode(int next) {
        return -(next + 2L);
    }

    private static int decode(long slot) {
        return (int) (-slot - 2);
    }
}

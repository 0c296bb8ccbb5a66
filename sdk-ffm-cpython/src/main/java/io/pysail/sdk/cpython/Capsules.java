package io.pysail.sdk.cpython;

import static java.lang.System.Logger.Level.ERROR;

import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.system.CStrings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Capsules: addresses that Python passes on to C code. Each of ours has its Java side in {@link JavaObjects}, by the
 * number in its context, and takes it out of there when it ends.
 */
final class Capsules {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.cpython");

    private static final MemorySegment HANDLE_NAME = Arena.global().allocateFrom("io.pysail.sdk.cpython.handle");

    private Capsules() {}

    /** What a capsule of the user's needs while it lives: its name, which CPython does not copy, and its end. */
    private record Content(MemorySegment name, Runnable destructor) {}

    /** A new capsule for C code, owned by the caller. */
    static MemorySegment create(MemorySegment address, String name, Runnable destructor) {
        if (address.address() == 0) {
            throw nullAddress(name);
        }
        // Lives as long as the entry that holds it: the capsule's end removes that, and nothing reads the name after.
        MemorySegment nameInC = CStrings.write(Arena.ofAuto(), name);
        return newCapsule(address, nameInC, JavaObjects.add(new Content(nameInC, destructor)));
    }

    /** A new capsule that stands for a Java object and removes it when it ends; owned by the caller. */
    static MemorySegment handle(long id) {
        return newCapsule(MemorySegment.ofAddress(id), HANDLE_NAME, id);
    }

    private static MemorySegment newCapsule(MemorySegment address, MemorySegment name, long id) {
        MemorySegment capsule = CPython.PyCapsule_New(address, name, MemorySegment.NULL);
        if (capsule.address() == 0) {
            JavaObjects.remove(id);
            throw PendingError.take();
        }
        // The context first: a destructor must find it.
        CPython.PyCapsule_SetContext(capsule, MemorySegment.ofAddress(id));
        CPython.PyCapsule_SetDestructor(capsule, Upcalls.destroyAddress());
        return capsule;
    }

    /** The Java object that a handle stands for. */
    static Object object(MemorySegment handle) {
        long id = CPython.PyCapsule_GetPointer(handle, HANDLE_NAME).address();
        Object object = JavaObjects.get(id);
        if (object == null) {
            throw new AssertionError("handle " + id + " has no object");
        }
        return object;
    }

    /** Ends a capsule; whatever runs this holds the GIL and may have an error pending, which stays. */
    static void destroy(MemorySegment capsule) {
        long id = CPython.PyCapsule_GetContext(capsule).address();
        if (JavaObjects.remove(id) instanceof Content content) {
            content.destructor.run();
        }
    }

    static void reportFailure(Throwable thrown) {
        try {
            LOGGER.log(ERROR, "the destructor of a capsule failed", thrown);
        } catch (Throwable e) {
            // Nobody is left to tell, and nothing may be thrown into C.
        }
    }

    private static IllegalArgumentException nullAddress(String name) {
        return new IllegalArgumentException("a capsule holds an address, and that of " + name + " is NULL");
    }
}

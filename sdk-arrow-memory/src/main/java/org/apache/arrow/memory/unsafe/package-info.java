/**
 * For engines that use Apache Arrow Java: memory for it over {@code java.lang.foreign}.
 *
 * <p>Arrow Java allocates through an <em>allocation manager</em>, an artifact of its own that a program chooses. It finds one
 * by the names of classes, without {@code ServiceLoader}: {@code DefaultAllocationManagerFactory} in this package or in one
 * that is called {@code netty}. So this module carries a package of Arrow's, and nothing else. No code names its classes:
 *
 * {@snippet :
 * try (BufferAllocator allocator = new RootAllocator();
 *         IntVector numbers = new IntVector("numbers", allocator)) {
 *     numbers.allocateNew(3); // memory from here
 * }
 * }
 *
 * <p><strong>No other allocation manager may be beside this one.</strong> {@code arrow-memory-unsafe} has a package of the
 * same name: a JVM refuses two such modules on a module path, and on a class path the first of the two is taken. Of this
 * one and Netty's it is always this one on a class path, for everything in the program that uses Arrow.
 *
 * <p>Memory is that of the C library, as {@link org.apache.arrow.memory.unsafe.DefaultAllocationManagerFactory} says. Nothing
 * here uses {@code sun.misc.Unsafe}; Arrow's own reading and writing of the memory does.
 */
@NullMarked
package org.apache.arrow.memory.unsafe;

import org.jspecify.annotations.NullMarked;

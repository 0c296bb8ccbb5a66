/**
 * For engines that use Apache Arrow Java: memory for it over {@code java.lang.foreign}.
 *
 * <p>Arrow Java allocates through an <em>allocation manager</em>, an artifact of its own that a program chooses. It finds one
 * by the names of classes, without {@code ServiceLoader}: {@code DefaultAllocationManagerFactory} in this package or in one
 * that is called {@code netty}. So this module carries a package of Arrow's, and nothing else. No code names its classes:
 *
 * <pre>{@code
 * try (BufferAllocator allocator = new RootAllocator()) {   // its memory comes from here
 *     ...
 * }
 * }</pre>
 *
 * <p>It is not the package of another module, but it takes the place of {@code arrow-memory-unsafe}, which has a package of
 * the same name: <strong>the two must not meet, nor should {@code arrow-memory-netty} be beside it.</strong> On a module
 * path the JVM refuses two modules with one package. On a class path the first of the two is taken, and of this one and
 * Netty's always this one, for everything in the program that uses Arrow, whoever put it there.
 *
 * <p>Memory is that of the C library, as {@link org.apache.arrow.memory.unsafe.DefaultAllocationManagerFactory} says. Nothing
 * here uses {@code sun.misc.Unsafe}; Arrow's own reading and writing of the memory does.
 */
@NullMarked
package org.apache.arrow.memory.unsafe;

import org.jspecify.annotations.NullMarked;

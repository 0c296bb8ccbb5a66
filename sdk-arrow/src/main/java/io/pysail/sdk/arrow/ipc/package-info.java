/**
 * For engines that use Apache Arrow Java: Arrow's IPC streams and files, written and read without
 * {@code --add-opens java.base/java.nio}.
 *
 * <p>Arrow Java's own {@code ArrowStreamWriter}, {@code ArrowFileWriter} and their readers hand memory to channels by
 * {@code ArrowBuf.nioBuffer}, which reaches into {@code java.nio} and throws where that package is not opened to it.
 * Here the same memory is handed over by {@code java.lang.foreign}; all else is Arrow's own code, and so are the bytes.
 *
 * <ul>
 *   <li>{@link io.pysail.sdk.arrow.ipc.IpcWriter} writes roots as a stream or a file;
 *   <li>{@link io.pysail.sdk.arrow.ipc.IpcReader} makes {@code ArrowReader}s of both.
 * </ul>
 *
 * <p>The module needs {@code --enable-native-access=io.pysail.sdk.arrow}, since memory is reached by its address.
 */
@NullMarked
package io.pysail.sdk.arrow.ipc;

import org.jspecify.annotations.NullMarked;

package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One call of a worker, from the request to its last frame.
 *
 * <p>Confined to the thread that made it, but for {@link #wakeup}.
 */
final class Call {
    /** How long a worker that lost its connection may take to end by itself. */
    private static final Duration END = Duration.ofSeconds(2);

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Worker worker;
    private final int number = NUMBERS.incrementAndGet();

    private Call(Worker worker) {
        this.worker = worker;
    }

    /** Sends a request. */
    static Call begin(Worker worker, Map<String, ?> arguments, List<byte[]> blobs) throws WorkerLostException {
        Call call = new Call(worker);
        call.send(FrameTypes.CALL, 0, JsonMessage.of(arguments, blobs));
        return call;
    }

    /** Has a worker map memory. */
    static void share(Worker worker, Map<String, ?> memory) throws WorkerLostException, InterruptedException {
        Call call = new Call(worker);
        call.send(FrameTypes.POOL, 0, JsonMessage.plain(memory));
        var _ = call.answer();
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @throws PythonException if that is an error
     * @throws InterruptedException if this thread is interrupted: the worker is still busy then
     */
    static JsonMessage ask(Worker worker, Map<String, ?> arguments, List<byte[]> blobs)
            throws WorkerLostException, InterruptedException {
        return begin(worker, arguments, blobs).answer();
    }

    /**
     * Waits for the answer.
     *
     * @throws PythonException if that is an error
     * @throws InterruptedException if this thread is interrupted: the worker is still busy then
     */
    JsonMessage answer() throws WorkerLostException, InterruptedException {
        while (true) {
            Frame frame = receive(TimeUnit.HOURS.toNanos(1));
            if (frame == null) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            } else if (frame.type() == FrameTypes.ANSWER) {
                return parsed(frame);
            } else {
                throw error(frame);
            }
        }
    }

    /** Waits so long for an answer that is no error; an interrupt only makes this thread be interrupted after it. */
    boolean isAnsweredWithin(Duration most) throws WorkerLostException {
        boolean interrupted = Thread.interrupted();
        try {
            long start = System.nanoTime();
            for (long left = most.toNanos(); left > 0; left = most.toNanos() - (System.nanoTime() - start)) {
                Frame frame = receive(left);
                if (frame != null) {
                    return frame.type() == FrameTypes.ANSWER;
                }
                interrupted |= Thread.interrupted();
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Worker worker() {
        return worker;
    }

    void send(int type, int flags, byte[] payload) throws WorkerLostException {
        try {
            worker.channel().send(type, flags, number, payload);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    void send(int type, ByteBuffer payload) throws WorkerLostException {
        byte[] bytes = new byte[payload.capacity()];
        payload.rewind().get(bytes);
        send(type, 0, bytes);
    }

    /**
     * Waits for the next frame of this call.
     *
     * @return null after the time, after {@link #wakeup}, if this thread is interrupted, which it stays, and for a frame
     *     of another call: a worker that sends those for ever must not keep whoever is to stop
     */
    @Nullable
    Frame receive(long nanos) throws WorkerLostException {
        try {
            Frame frame = worker.channel().receive(nanos);
            if (frame == null && worker.hasEnded()) {
                frame = worker.channel().receive(0); // its last words came before its end
                if (frame == null) {
                    throw new EOFException("the worker process ended, and a child of its keeps the connection");
                }
            }
            return frame == null || frame.stream() == number ? frame : null;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Has {@link #receive} return. */
    void wakeup() {
        worker.channel().wakeup();
    }

    /** What an {@code ERROR} says; anything else is none. */
    PythonException error(Frame frame) throws WorkerLostException {
        if (frame.type() != FrameTypes.ERROR) {
            throw nonsense(new ProtocolException("frame " + frame.type() + ", which answers nothing that was asked"));
        }
        try {
            return RemoteError.of(JsonMessage.parsePlain(frame.payload()).json());
        } catch (ProtocolException e) {
            throw nonsense(e);
        }
    }

    JsonMessage parsed(Frame frame) throws WorkerLostException {
        try {
            return JsonMessage.parse(frame.payload());
        } catch (ProtocolException e) {
            throw nonsense(e);
        }
    }

    /** Ends a worker that breaks the rules. */
    WorkerLostException nonsense(ProtocolException wrong) {
        worker.signal(Signals.KILL);
        return lost(wrong);
    }

    private WorkerLostException lost(IOException wrong) {
        return new WorkerLostException(worker.awaitEnd(END), wrong);
    }

    /** Numbers of a binary payload. */
    static ByteBuffer payload(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

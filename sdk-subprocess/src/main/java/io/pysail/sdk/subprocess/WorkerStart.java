package io.pysail.sdk.subprocess;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Starts one worker and waits until it has said who it is; confined to the thread that does so. */
final class WorkerStart {
    private static final long PROTOCOL = 1;
    private final Supervisor supervisor;
    private final Worker worker;
    private final Duration within;

    WorkerStart(Supervisor supervisor, Worker worker, Duration within) {
        this.supervisor = supervisor;
        this.worker = worker;
        this.within = within;
    }

    /**
     * Starts it; if this throws, its process is killed.
     *
     * @throws StartException if it ends instead, says what it must not, or takes too long
     * @throws InterruptedException if this thread is interrupted
     */
    void run() throws StartException, InterruptedException {
        boolean started = false;
        try (WorkerListener listener = WorkerListener.open()) {
            worker.watch(listener::wakeup);
            supervisor.spawn(worker, listener.path(), listener.token());
            WorkerListener.Greeting greeting = await(listener);
            try {
                connect(greeting);
                started = true;
            } finally {
                if (!started) {
                    greeting.channel().close();
                }
            }
        } catch (IOException e) {
            throw failed("cannot be talked to: " + e.getMessage(), StartException.Retry.SOON, e);
        } finally {
            worker.watch(() -> {});
            if (!started) {
                worker.signal(Signals.KILL);
            }
        }
    }

    /** Waits for the worker and for what its supervisor says of it, in whichever order they come. */
    private WorkerListener.Greeting await(WorkerListener listener)
            throws IOException, StartException, InterruptedException {
        long start = System.nanoTime();
        WorkerListener.Greeting first = null;
        try {
            while (first == null || worker.pid() == 0) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("a worker process was being started");
                }
                if (worker.hasEnded()) {
                    throw ended();
                }
                long left = within.toNanos() - (System.nanoTime() - start);
                if (left <= 0) {
                    throw tooSlow();
                }
                WorkerListener.Greeting next = listener.await(left);
                if (first == null) {
                    first = next;
                } else if (next != null) {
                    next.channel().close(); // one worker has one connection
                }
            }
            return first;
        } catch (IOException | StartException | InterruptedException e) {
            if (first != null) {
                first.channel().close();
            }
            throw e;
        }
    }

    private void connect(WorkerListener.Greeting greeting) throws IOException {
        JsonMessage hello = greeting.hello();
        if (hello.number("protocol") != PROTOCOL) {
            throw new ProtocolException("it speaks version " + hello.number("protocol") + " of the protocol");
        }
        if (hello.number("pid") != worker.pid()) {
            throw new ProtocolException(
                    "process " + hello.number("pid") + " says that it is the worker, which is " + worker.pid());
        }
        String python = hello.text("python");
        worker.connected(new FrameChannel(greeting.channel()), python);
    }

    private StartException ended() {
        String refusal = worker.refusal();
        if (refusal != null) {
            return failed("was not started: " + SafeText.line(refusal), StartException.Retry.SOON, null);
        }
        return failed(
                worker.awaitEnd(Duration.ZERO).text() + " before it said that it is ready",
                StartException.Retry.SOON,
                null);
    }

    private StartException tooSlow() {
        if (worker.pid() == 0) {
            supervisor.kill(); // it has not even started a process in that time
        }
        return failed(
                "was not ready within " + Supervisor.seconds(within) + " and was ended",
                StartException.Retry.NOT_NOW,
                null);
    }

    private StartException failed(String what, StartException.Retry retry, @Nullable Exception cause) {
        String errors = worker.lastErrors();
        return new StartException(
                "a worker process " + what, errors.isBlank() ? supervisor.lastErrors() : errors, retry, cause);
    }
}

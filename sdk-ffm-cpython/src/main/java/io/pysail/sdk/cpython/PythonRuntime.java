package io.pysail.sdk.cpython;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.InternalException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonInstallation;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cpython.internal.start.InterpreterStart;
import io.pysail.sdk.cpython.internal.start.PythonLibrary;
import io.pysail.sdk.cpython.internal.system.ProcessExit;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * CPython in this process.
 *
 * <p>A process holds one interpreter, from its start to the end of the process: CPython cannot be unloaded, and libraries
 * such as numpy cannot be loaded twice. So {@link #start} gives everybody who asks for the same environment the same
 * runtime, and there is nothing to close.
 *
 * {@snippet :
 * PythonRuntime runtime = PythonRuntime.start(PythonEnvironment.discover());
 * long digits = runtime.submit(py -> py.eval("len(str(2 ** 100))").toLong()).join();
 * }
 *
 * <p>Two ways lead in:
 *
 * <table>
 * <caption>Ways into Python</caption>
 * <tr><th></th><th>runs on</th><th>for</th></tr>
 * <tr><td>{@link #submit}</td><td>a thread of the runtime, with a big stack and a lasting thread state</td>
 *     <td>most uses; the only way for virtual threads and threads with small stacks</td></tr>
 * <tr><td>{@link #attach}</td><td>the calling platform thread</td>
 *     <td>callers with stacks of 16 MiB or more, and within {@code submit} after {@link Python#detach}</td></tr>
 * </table>
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class PythonRuntime {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.cpython");
    private static final Duration LONGEST_LEAVE = Duration.ofSeconds(4);
    private static final Duration LONGEST_LAST_WORD = Duration.ofSeconds(1);

    private static final Object STARTING = new Object();

    @Nullable
    private static PythonRuntime running;

    @Nullable
    private static Failure failed;

    /** Why Python did not start, for those who try again. */
    private record Failure(String reason, String remedy) {}

    private final PythonInstallation installation;
    private final MainThreadWork mainThread;
    private final OpenReferences references = new OpenReferences();
    private final PythonThreads threads = new PythonThreads();
    private volatile boolean closing;

    private PythonRuntime(PythonInstallation installation, Thread main) {
        this.installation = installation;
        this.mainThread = new MainThreadWork(main);
    }

    /**
     * Starts Python, or gives back the runtime that runs already.
     *
     * @param environment the Python to run
     * @return the runtime of this process
     * @throws SailException if that Python cannot be started, or another one runs already; the message names both
     */
    public static PythonRuntime start(PythonEnvironment environment) {
        PythonInstallation installation = environment.inspect();
        // The lock is held while Python starts on another thread, which runs no code that could want it.
        synchronized (STARTING) {
            if (running != null) {
                running.refuseOtherThan(installation);
                return running;
            }
            if (failed != null) {
                throw cannotTryAgain(failed);
            }
            NativeAccess.require();
            PythonLibrary.open(installation);
            try {
                running = startOnItsThread(installation);
            } catch (EnvironmentException e) {
                failed = new Failure(e.reason(), e.remedy());
                throw e;
            } catch (SailException e) {
                failed = new Failure(String.valueOf(e.getMessage()), "see the first error");
                throw e;
            }
            LOGGER.log(DEBUG, "started CPython {0} of {1}", installation.version(), installation.executable());
            return running;
        }
    }

    /**
     * Tells whether {@link #start} can be expected to work; starts nothing.
     *
     * @param environment the Python to run
     * @return what would run, in a few words
     * @throws EnvironmentException what is missing
     */
    public static String probe(PythonEnvironment environment) {
        PythonInstallation installation = environment.inspect();
        NativeAccess.require();
        synchronized (STARTING) {
            if (running != null) {
                running.refuseOtherThan(installation);
            } else if (failed != null) {
                throw cannotTryAgain(failed);
            }
        }
        return "CPython " + installation.version() + ", " + PythonLibrary.of(installation);
    }

    private static PythonRuntime startOnItsThread(PythonInstallation installation) {
        CompletableFuture<PythonRuntime> started = new CompletableFuture<>();
        new PythonThread("sail-python-main", () -> beMainThread(installation, started)).start();
        try {
            return started.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SailException cause ? cause : startFailed(e);
        }
    }

    /** The thread that starts Python is Python's main thread; afterwards it releases what others gave up. */
    private static void beMainThread(PythonInstallation installation, CompletableFuture<PythonRuntime> started) {
        PythonThread self = (PythonThread) Thread.currentThread();
        try {
            InterpreterStart.run(installation);
            Helper.load();
            PythonRuntime runtime = new PythonRuntime(installation, self);
            ThreadAttachment attachment = ThreadAttachment.pinHolding(self);
            attachment.attach(runtime, runtime::prepare);
            started.complete(runtime);
            runtime.mainThread.doForEver(attachment);
        } catch (Throwable e) {
            started.completeExceptionally(e);
        }
    }

    private @Nullable Void prepare(Python py) {
        // Whoever imports it first is Python's idea of the main thread.
        PyObject threading = py.importModule("threading");
        // Python's own threads call Java too, and Java at the end of a stack of the system's size ends the process.
        threading.callMethod("stack_size", PythonThread.STACK_SIZE);
        py.help(Helper.REFUSE_FAULTHANDLER);
        py.help(Helper.FREE_FORKS);
        if (!Upcalls.areGuarded()) {
            LOGGER.log(WARNING, forksUnguarded());
        }
        return null;
    }

    /**
     * Runs a task on the calling thread, attached to Python.
     *
     * <p>A thread that is attached already just runs it, in a scope of its own.
     *
     * @param <T> what the task gives back
     * @param <E> what the task throws
     * @param task the work
     * @return what the task gave back
     * @throws E what the task threw
     * @throws IllegalStateException on a virtual thread, on one with a stack of less than 16 MiB, and after
     *     {@link #exit} has begun
     */
    public <T extends @Nullable Object, E extends Exception> T attach(PythonTask<T, E> task) throws E {
        ThreadAttachment here = ThreadAttachment.current();
        if (closing && !here.isAttached()) {
            throw leaving();
        }
        return here.attach(this, task);
    }

    /**
     * Runs a task on a thread of the runtime, attached to Python.
     *
     * <p>What the task throws is the cause of the future's {@code CompletionException} or {@code ExecutionException}.
     *
     * <p>A task that waits for another one does so within {@link Python#detach}, or the wait is refused: an attached
     * thread holds up the task that it waits for. The threads are bounded in number, so even then it may wait for ever
     * if all are taken by tasks that wait.
     *
     * Cancelling the future keeps a task from starting, but does not stop one that runs.
     *
     * @param <T> what the task gives back
     * @param <E> what the task throws
     * @param task the work
     * @return its result to come
     */
    public <T extends @Nullable Object, E extends Exception> CompletableFuture<T> submit(PythonTask<T, E> task) {
        if (closing) {
            throw leaving();
        }
        return threads.submit(this, task);
    }

    /**
     * Runs a task as {@link #submit} does, on a thread that it has for itself: for tasks that take long or wait for
     * others, of which any number may run.
     *
     * @param <T> what the task gives back
     * @param <E> what the task throws
     * @param task the work
     * @return its result to come
     */
    public <T extends @Nullable Object, E extends Exception> CompletableFuture<T> submitLong(PythonTask<T, E> task) {
        if (closing) {
            throw leaving();
        }
        return threads.submitLong(this, task);
    }

    /**
     * Whether the calling thread is attached, so that all of Python waits while it waits.
     *
     * @return true within {@link #attach} and {@link #submit}, but not within {@link Python#detach}
     */
    public static boolean isAttached() {
        return ThreadAttachment.isCurrentAttached();
    }

    /**
     * What runs here.
     *
     * @return what the interpreter said of itself before it was started
     */
    public PythonInstallation installation() {
        return installation;
    }

    /**
     * How many {@link PyRef}s are open.
     *
     * @return a moment's number
     */
    public long openReferences() {
        return references.count();
    }

    /**
     * How many {@link PyRef}s of each Python type are open, where the JVM was started with
     * {@code -Dio.pysail.sdk.cpython.debug=true}.
     *
     * @return numbers by type name; empty without that property
     */
    public Map<String, Long> openReferencesByType() {
        return references.byType();
    }

    /**
     * How many Java objects Python keeps alive: functions, capsules, exceptions.
     *
     * @return a moment's number
     */
    public int javaObjectsInPython() {
        return JavaObjects.size();
    }

    /**
     * Ends the process, as a program does whose last act this is: nobody can attach any more, Python's {@code atexit}
     * functions run and its streams are flushed, within five seconds, and the process is gone, whatever its threads do.
     *
     * <p>Java's shutdown hooks do not run, nor do the destructors of C++ libraries, which crash while their threads run.
     *
     * @param status the exit status
     */
    public void exit(int status) {
        CompletableFuture<?> left = CompletableFuture.supplyAsync(
                () -> attach(py -> py.help(Helper.LEAVE).isNone()), mainThread::later);
        closing = true;
        if (ThreadAttachment.isCurrentAttached()) {
            // Ended while detached: to attach again could take as long as somebody holds the GIL.
            throw ThreadAttachment.current().<AssertionError, RuntimeException>detach(() -> end(left, status));
        }
        throw end(left, status);
    }

    private static AssertionError end(CompletableFuture<?> left, int status) {
        Throwable obstacle = await(left, LONGEST_LEAVE);
        // On a thread of its own: one that is blocked while it prints holds locks that logging and flushing want.
        CompletableFuture<?> said = CompletableFuture.runAsync(
                () -> sayLast(obstacle), work -> Thread.ofPlatform().daemon().start(work));
        await(said, LONGEST_LAST_WORD);
        return ProcessExit.now(status);
    }

    /** Waits though the thread be interrupted, since it will do nothing after; gives what went wrong. */
    private static @Nullable Throwable await(CompletableFuture<?> work, Duration longest) {
        try {
            work.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS).join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private static void sayLast(@Nullable Throwable obstacle) {
        if (obstacle != null) {
            LOGGER.log(WARNING, "Python did not end what it had to end; leaving all the same", obstacle);
        }
        System.out.flush();
        System.err.flush();
    }

    // ---- for the classes of this package

    MainThreadWork mainThread() {
        return mainThread;
    }

    OpenReferences references() {
        return references;
    }

    boolean isClosing() {
        return closing;
    }

    private void refuseOtherThan(PythonInstallation other) {
        if (!installation.prefix().equals(other.prefix()) || !Objects.equals(installation.library(), other.library())) {
            throw otherEnvironment(other);
        }
    }

    private EnvironmentException otherEnvironment(PythonInstallation other) {
        return EnvironmentException.of(
                "this process already runs Python " + installation.version() + " of " + installation.prefix()
                        + " and cannot also run Python " + other.version() + " of " + other.prefix(),
                "a process holds one Python: use the same environment, or an executor with processes of its own");
    }

    private static EnvironmentException cannotTryAgain(Failure failure) {
        return EnvironmentException.of(
                failure.reason, failure.remedy + "; Python can be started only once in a process");
    }

    private static InternalException startFailed(Throwable cause) {
        return InternalException.of("Python did not start: " + cause, cause);
    }

    static IllegalStateException leaving() {
        return new IllegalStateException("Python is leaving: this process has begun to exit");
    }

    private static String forksUnguarded() {
        return "on this processor, a forked child of this process that calls into Java hangs: use the start method 'spawn'";
    }
}

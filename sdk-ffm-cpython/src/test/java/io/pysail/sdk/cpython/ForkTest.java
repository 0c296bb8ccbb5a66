package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.PythonEnvironment;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Children that Python forks out of a JVM: they have one thread, and Java must not be entered there. */
@ExtendWith({PythonUnderTest.class, OnFewerVersions.class})
@Timeout(180)
class ForkTest {
    @Test
    void aForkedChildThatCallsJavaGetsAnErrorAndDoesNotHang() throws Exception {
        assertThat(run("call_java")).isEqualTo("""
                RuntimeError: Java cannot be called in a forked child process: it has only the thread that forked; \
                use the start method 'spawn', or do not use Java objects in the child
                status 0
                """);
    }

    @Test
    void aForkedChildThatPrintsThroughJavaDoesNotHang() throws Exception {
        assertThat(run("print_through_java")).isEqualTo("status 0\n");
    }

    @Test
    void aForkedChildThatDropsCapsulesDoesNotRunTheirDestructors() throws Exception {
        assertThat(run("drop_capsules")).isEqualTo("status 0\n");
    }

    @Test
    void whatPythonItselfEndsInAForkedChildDoesNotReachJava() throws Exception {
        assertThat(run("end_locals_of_other_threads")).isEqualTo("status 0\n");
    }

    @Test
    void aChildThatCForkedCannotCallJavaEither() throws Exception {
        assertThat(run("fork_in_c")).isEqualTo("RuntimeError\nstatus 0\n");
    }

    @Test
    void poolsOfForkedProcessesCanBeTerminatedOverAndOver() throws Exception {
        assertThat(run("terminate_pools")).isEqualTo("status 0\n");
    }

    @Test
    void aForkedChildEndsBySignals() throws Exception {
        assertThat(run("end_by_signals")).isEqualTo("SIGTERM -15\nSIGINT -2\nSIGSEGV -11\nstatus 0\n");
    }

    @Test
    void multiprocessingByForkWorks() throws Exception {
        assertThat(run("multiprocess")).isEqualTo("[0, 1, 4, 9]\nstatus 0\n");
    }

    @Test
    void subprocessesWork() throws Exception {
        assertThat(run("subprocess_")).isEqualTo("hello from a child\nstatus 0\n");
    }

    @Test
    void theParentCanStillCallJavaAfterwards() throws Exception {
        assertThat(run("parent_after_fork")).isEqualTo("called\nstatus 0\n");
    }

    private static String run(String scenario) throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .flag("-Xmx64m")
                .run(Forking.class, CallerThreadTest.interpreter(), scenario);
        assertThat(outcome.status()).as(outcome.all()).isZero();
        return outcome.out();
    }

    /** Runs one function of the module below, beside a thread that keeps the garbage collector busy. */
    static final class Forking {
        private static final String SOURCE = """
                import gc
                import os
                import signal
                import subprocess
                import sys
                import time

                def in_child(action):
                    sys.stdout.flush()
                    child = os.fork()
                    if child == 0:
                        status = 1
                        try:
                            action()
                            status = 0
                        except BaseException as e:
                            os.write(1, ("%s: %s\\n" % (type(e).__name__, e)).encode())
                            status = 0
                        finally:
                            os._exit(status)
                    for _ in range(600):
                        done, status = os.waitpid(child, os.WNOHANG)
                        if done:
                            return status
                        time.sleep(0.05)
                    os.kill(child, signal.SIGKILL)
                    os.waitpid(child, 0)
                    return "hung"

                def call_java(java, capsules):
                    return in_child(lambda: [java(i) for i in range(100_000)])

                def print_through_java(java, capsules):
                    class Stream:
                        def write(self, text):
                            try:
                                return java(text)
                            except RuntimeError:
                                return len(text)
                        def flush(self):
                            pass
                    before, sys.stdout = sys.stdout, Stream()
                    try:
                        return in_child(lambda: [print("line", i) for i in range(20_000)])
                    finally:
                        sys.stdout = before

                def drop_capsules(java, capsules):
                    def drop():
                        capsules.clear()
                        gc.collect()
                    return in_child(drop)

                def square(x):
                    return x * x

                def end_locals_of_other_threads(java, capsules):
                    import threading
                    local = threading.local()
                    held = threading.Event()

                    class Ending:
                        def __del__(self):
                            for i in range(1000):
                                try:
                                    java(i)
                                except RuntimeError:
                                    pass

                    def hold():
                        local.ending = Ending()
                        held.set()
                        time.sleep(3600)

                    threading.Thread(target=hold, daemon=True).start()
                    held.wait()
                    return in_child(lambda: None)

                def fork_in_c(java, capsules):
                    import ctypes
                    c = ctypes.PyDLL(None)  # keeps the GIL, so that the child has it
                    child = c.fork()
                    if child == 0:
                        try:
                            java()
                            os._exit(1)
                        except RuntimeError:
                            os.write(1, b"RuntimeError\\n")
                        os._exit(0)
                    return os.waitpid(child, 0)[1]

                def terminate_pools(java, capsules):
                    import multiprocessing
                    for _ in range(8):
                        pool = multiprocessing.get_context("fork").Pool(3)
                        pool.map_async(time.sleep, [60] * 6)
                        pool.terminate()
                        pool.join()
                    return 0

                def wait_for_the_end(ready):
                    os.write(ready, b"!")
                    while True:
                        time.sleep(60)

                def end_by_signals(java, capsules):
                    import multiprocessing
                    for name in ("SIGTERM", "SIGINT", "SIGSEGV"):
                        running, ready = os.pipe()
                        process = multiprocessing.get_context("fork").Process(target=wait_for_the_end, args=(ready,))
                        process.start()
                        if name == "SIGSEGV":  # the others may come at any time
                            os.read(running, 1)
                        os.kill(process.pid, getattr(signal, name))
                        process.join(30)
                        os.write(1, ("%s %s\\n" % (name, process.exitcode)).encode())
                        if process.exitcode is None:
                            process.kill()
                    return 0

                def multiprocess(java, capsules):
                    import multiprocessing
                    with multiprocessing.get_context("fork").Pool(2) as pool:
                        os.write(1, (str(pool.map(square, range(4))) + "\\n").encode())
                    return 0

                def subprocess_(java, capsules):
                    sys.stdout.flush()
                    return subprocess.run([sys.executable, "-c", "print('hello from a child')"]).returncode

                def parent_after_fork(java, capsules):
                    status = in_child(lambda: None)
                    os.write(1, (java() + "\\n").encode())
                    return status
                """;

        private static volatile byte[] garbage = {};

        public static void main(String[] args) {
            Thread collector = new Thread(() -> {
                while (true) {
                    garbage = new byte[1 << 20];
                }
            });
            collector.setDaemon(true);
            PythonRuntime runtime = PythonRuntime.start(PythonEnvironment.of(Path.of(args[0])));
            collector.start();
            Object status = runtime.submit(py -> {
                        PyObject java = py.function("java", (inner, arguments) -> new String("called"));
                        PyObject capsules = py.eval("[]");
                        for (int i = 0; i < 1000; i++) {
                            try (PyObject capsule = py.capsule(MemorySegment.ofAddress(8), "nothing", () -> {
                                garbage = new byte[1 << 20];
                                System.out.println("a destructor ran");
                            })) {
                                capsules.callMethod("append", capsule);
                            }
                        }
                        PyObject module = py.moduleFromSource("forking", SOURCE, "forking.py");
                        Object result =
                                module.callMethod(args[1], java, capsules).toJava();
                        // In this process the destructors do run; they are not what is printed here.
                        py.importModule("builtins").setAttr("kept", capsules);
                        return Map.of("status", String.valueOf(result));
                    })
                    .join()
                    .get("status");
            System.out.println("status " + status);
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }
}

package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.PythonEnvironment;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a process with Python in it ends. */
@ExtendWith({PythonUnderTest.class, OnFewerVersions.class})
@Timeout(180)
class LeavingTest {
    @Test
    void exitRunsAtexitFunctionsAndFlushes() throws Exception {
        ForkedJvm.Outcome outcome = run("exit");

        assertThat(outcome.status()).as(outcome.all()).isEqualTo(7);
        assertThat(outcome.out()).isEqualTo("printed without a line feed, atexit ran");
    }

    @Test
    void exitDoesNotWaitForThreadsThatNeverEnd() throws Exception {
        ForkedJvm.Outcome outcome = run("exit-with-endless-thread");

        assertThat(outcome.status()).as(outcome.all()).isEqualTo(7);
        assertThat(outcome.err()).contains("Python did not end what it had to end; leaving all the same");
    }

    @Test
    void exitWorksWhileOtherThreadsAreAttached() throws Exception {
        ForkedJvm.Outcome outcome = run("exit-while-attached");

        assertThat(outcome.status()).as(outcome.all()).isEqualTo(7);
    }

    @Test
    void exitWorksOnAnAttachedThread() throws Exception {
        ForkedJvm.Outcome outcome = run("exit-attached");

        assertThat(outcome.status()).as(outcome.all()).isEqualTo(7);
        assertThat(outcome.out()).isEqualTo("printed without a line feed, atexit ran");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void exitRunsAtexitFunctionsThoughTheThreadIsInterrupted() throws Exception {
        ForkedJvm.Outcome outcome = run("exit-interrupted");

        assertThat(outcome.status()).as(outcome.all()).isEqualTo(7);
        assertThat(outcome.out()).isEqualTo("atexit ran after a while");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void exitDoesNotWaitForJavaStreamsThatBlock() throws Exception {
        ForkedJvm.Outcome outcome = run("exit-with-blocked-streams");

        assertThat(outcome.status()).as(outcome.all()).isEqualTo(7);
    }

    @Test
    void exitRunsAtexitFunctionsThoughPythonCodeBrokeItsOwnLibrary() throws Exception {
        ForkedJvm.Outcome outcome = run("exit-without-threading");

        assertThat(outcome.status()).as(outcome.all()).isEqualTo(7);
        assertThat(outcome.out()).isEqualTo("printed without a line feed, atexit ran");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void nobodyAttachesOnceTheEndHasBegun() throws Exception {
        ForkedJvm.Outcome outcome = run("attach-at-the-end");

        assertThat(outcome.status()).as(outcome.all()).isEqualTo(7);
        assertThat(outcome.out()).isEqualTo("Python is leaving: this process has begun to exit\n".repeat(2));
    }

    @Test
    void systemExitEndsTheJvmThoughPythonThreadsRun() throws Exception {
        ForkedJvm.Outcome outcome = run("system-exit");

        assertThat(outcome.status()).as(outcome.all()).isEqualTo(7);
    }

    @Test
    void theEndOfMainEndsTheJvmThoughPythonThreadsRun() throws Exception {
        ForkedJvm.Outcome outcome = run("end-of-main");

        assertThat(outcome.status()).as(outcome.all()).isZero();
    }

    @Test
    void sysExitInPythonDoesNotEndTheJvm() throws Exception {
        ForkedJvm.Outcome outcome = run("sys-exit");

        assertThat(outcome.status()).as(outcome.all()).isEqualTo(7);
        assertThat(outcome.out()).isEqualTo("SystemExit: 3\n");
    }

    private static ForkedJvm.Outcome run(String scenario) throws Exception {
        return ForkedJvm.withNativeAccess().run(Leaving.class, CallerThreadTest.interpreter(), scenario);
    }

    /** Ends in the way that its second argument names. */
    static final class Leaving {
        private static final String SOURCE = """
                import atexit
                import os
                import sys
                import threading

                def at_the_end():
                    print(", atexit ran", end="")

                def greet():
                    atexit.register(at_the_end)
                    print("printed without a line feed", end="")

                def be_slow_at_the_end():
                    import time
                    atexit.register(print, "atexit ran after a while", end="")
                    atexit.register(time.sleep, 0.5)

                def break_library():
                    def hook(*args):
                        raise OSError
                    sys.excepthook = hook
                    sys.modules["threading"] = None

                def spin():
                    while True:
                        sum(range(1000))

                def spin_in_threads(daemon):
                    for _ in range(4):
                        threading.Thread(target=spin, daemon=daemon).start()

                def leave():
                    sys.exit(3)
                """;

        public static void main(String[] args) throws InterruptedException {
            PythonRuntime runtime = PythonRuntime.start(PythonEnvironment.of(Path.of(args[0])));
            runtime.submit(py ->
                            py.moduleFromSource("leaving", SOURCE, "leaving.py").isNone())
                    .join();
            switch (args[1]) {
                case "exit" -> {
                    call(runtime, "greet");
                    runtime.exit(7);
                }
                case "exit-with-endless-thread" -> {
                    call(runtime, "spin_in_threads", false);
                    runtime.exit(7);
                }
                case "exit-while-attached" -> {
                    spinOnThreadsOfTheRuntime(runtime);
                    runtime.exit(7);
                }
                case "exit-interrupted" -> {
                    call(runtime, "be_slow_at_the_end");
                    Thread.currentThread().interrupt();
                    runtime.exit(7);
                }
                case "exit-with-blocked-streams" -> {
                    OutputStream blocked = new OutputStream() {
                        @Override
                        public void write(int b) {
                            flush();
                        }

                        @Override
                        public void flush() {
                            while (true) {
                                LockSupport.park();
                            }
                        }
                    };
                    System.setOut(new PrintStream(blocked));
                    System.setErr(new PrintStream(blocked, true));
                    call(runtime, "spin_in_threads", false); // so that there is something to say, too
                    runtime.exit(7);
                }
                case "exit-without-threading" -> {
                    call(runtime, "greet");
                    call(runtime, "break_library");
                    runtime.exit(7);
                }
                case "exit-attached" ->
                    runtime.submit(py -> {
                                py.importModule("leaving").callMethod("greet");
                                runtime.exit(7);
                                return 0;
                            })
                            .join();
                case "attach-at-the-end" -> {
                    CountDownLatch refused = new CountDownLatch(1);
                    runtime.submit(py -> {
                                py.importModule("atexit").callMethod("register", py.function("f", (inner, none) -> {
                                    inner.detach(() -> {
                                        attachElsewhere(runtime, refused);
                                        refused.await();
                                        return 0;
                                    });
                                    return null;
                                }));
                                return 0;
                            })
                            .join();
                    runtime.exit(7);
                }
                case "system-exit" -> {
                    call(runtime, "spin_in_threads", false);
                    spinOnThreadsOfTheRuntime(runtime);
                    System.exit(7);
                }
                case "end-of-main" -> {
                    call(runtime, "spin_in_threads", true);
                    spinOnThreadsOfTheRuntime(runtime);
                }
                case "sys-exit" -> {
                    try {
                        call(runtime, "leave");
                    } catch (RuntimeException e) {
                        System.out.println(String.valueOf(e.getCause()).replaceFirst("^[^:]*: ", ""));
                    }
                    runtime.exit(7);
                }
                default -> throw new IllegalArgumentException(args[1]);
            }
        }

        private static void call(PythonRuntime runtime, String function, Object... arguments) {
            runtime.submit(py -> py.importModule("leaving")
                            .callMethod(function, arguments)
                            .isNone())
                    .join();
        }

        private static void spinOnThreadsOfTheRuntime(PythonRuntime runtime) throws InterruptedException {
            CountDownLatch spinning = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                var _ = runtime.submit(py -> {
                    spinning.countDown();
                    return py.importModule("leaving").callMethod("spin").isNone();
                });
            }
            spinning.await();
        }

        private static void attachElsewhere(PythonRuntime runtime, CountDownLatch refused) {
            new Thread(
                            null,
                            () -> {
                                try {
                                    runtime.attach(py -> py.eval("1").toLong());
                                } catch (IllegalStateException e) {
                                    System.out.println(e.getMessage());
                                }
                                try {
                                    var _ = runtime.submit(py -> py.eval("1").toLong());
                                } catch (IllegalStateException e) {
                                    System.out.println(e.getMessage());
                                }
                                refused.countDown();
                            },
                            "late",
                            16 << 20)
                    .start();
        }
    }
}

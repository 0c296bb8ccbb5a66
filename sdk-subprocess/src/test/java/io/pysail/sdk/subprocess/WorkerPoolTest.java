package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.spi.CarriedPython;
import io.pysail.sdk.spi.ExecutorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class WorkerPoolTest {
    private static final int SIGSEGV = 11;
    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;
    private static final Duration LONG = Duration.ofSeconds(60);

    private Leaks before;

    @BeforeEach
    void look() {
        before = Leaks.now();
    }

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        before.assertNothingMore();
    }

    @ParameterizedTest
    @ValueSource(strings = {Pythons.OLDEST, Pythons.NEW})
    void aWorkerAnswersAndIsLeasedAgain(String version) throws Exception {
        try (WorkerPool pool = pool(Pythons.environment(version), settings())) {
            Worker first = pool.lease();
            JsonMessage health = Calls.health(first);
            assertThat(health.text("python")).startsWith(version).isEqualTo(first.python());
            pool.giveBack(first);

            Worker second = pool.lease();

            assertThat(second).isSameAs(first);
            assertThat(pool.snapshot().workers()).isEqualTo(Map.of(Worker.State.BUSY, 1));
        }
    }

    @Test
    void twoLeasesAreTwoProcesses() throws Exception {
        try (WorkerPool pool = pool(settings())) {
            Worker first = pool.lease();
            Worker second = pool.lease();

            assertThat(first.pid()).isNotEqualTo(second.pid());
            assertThat(first.number()).isNotEqualTo(second.number());
            assertThat(processes(first, second)).allMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void nobodyElseCanConnectOnceTheWorkerHas() throws Exception {
        try (WorkerPool pool = pool(settings())) {
            Worker worker = pool.lease();

            assertThat(worker.hasEnded()).isFalse();
            // Tests of other classes, in another JVM, have some for a moment.
            Leaks.eventually(() -> assertThat(Leaks.now().folders()).isSubsetOf(before.folders()));
        }
    }

    @Test
    void nothingIsStartedBeforeTheFirstLease() throws InterruptedException {
        try (WorkerPool pool = pool(settings())) {
            assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(Map.of(), 0, 0, StartCircuit.State.CLOSED));
            before.assertNothingMore();
        }
    }

    @Test
    void anIdleWorkerThatIsKilledIsNotLeasedAgain() throws Exception {
        try (WorkerPool pool = pool(settings())) {
            for (int round = 0; round < 5; round++) {
                Worker victim = pool.lease();
                pool.giveBack(victim);
                processes(victim).getFirst().destroyForcibly();
                Leaks.eventually(() -> assertThat(state(victim)).isIn('Z', 'X', '-'));

                Worker next = pool.lease(); // at once: the pool may not know yet
                assertThat(Calls.health(next).number("rss")).isPositive();
                pool.giveBack(next);
            }
            Leaks.eventually(() -> assertThat(pool.snapshot().workers()).isEqualTo(Map.of(Worker.State.IDLE, 1)));
        }
    }

    @Test
    void anIdleWorkerThatDiesIsReplacedByASpare() throws Exception {
        try (WorkerPool pool = pool(settings(4, 1))) {
            Worker leased = pool.lease();
            Leaks.eventually(() -> assertThat(pool.snapshot().workers()).containsEntry(Worker.State.IDLE, 1));
            ProcessHandle spare = processes(leased)
                    .getFirst()
                    .parent()
                    .orElseThrow()
                    .children()
                    .filter(process -> process.pid() != leased.pid())
                    .findFirst()
                    .orElseThrow();

            spare.destroyForcibly();

            Leaks.eventually(() -> {
                assertThat(pool.snapshot().restarts()).isEqualTo(1);
                assertThat(pool.snapshot().workers()).containsEntry(Worker.State.IDLE, 1);
            });
            assertThat(leased.hasEnded()).isFalse();
        }
    }

    @Test
    void theEndOfAWorkerTellsSignalStackAndOutput() throws Exception {
        try (WorkerPool pool = pool(settings())) {
            Worker worker = pool.lease();

            worker.signal(SIGSEGV);
            WorkerEnd end = worker.awaitEnd(LONG);
            pool.discard(worker);

            assertThat(end.text()).isEqualTo("was killed by SIGSEGV");
            assertThat(end.pythonStack()).contains("Fatal Python error: Segmentation fault", "session.py");
            assertThat(worker.hasEnded()).isTrue();
            assertThat(pool.snapshot().size()).isZero();
        }
    }

    @Test
    void aWorkerThatDoesNotEndIsKilledByWhoeverWaits() throws Exception {
        try (WorkerPool pool = pool(settings())) {
            Worker worker = pool.lease();

            WorkerEnd end = worker.awaitEnd(Duration.ofMillis(1));
            pool.discard(worker);

            assertThat(end.text()).isEqualTo("was killed by SIGKILL");
        }
    }

    @Test
    void awaitingTheEndKeepsAnInterruptForLater() throws Exception {
        try (WorkerPool pool = pool(settings())) {
            Worker worker = pool.lease();

            Thread.currentThread().interrupt();
            WorkerEnd end = worker.awaitEnd(Duration.ZERO);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(end.signal()).isEqualTo(SIGKILL);
            pool.discard(worker);
        }
    }

    @Test
    void aDiscardedWorkerIsKilledWhateverItDoes() throws Exception {
        try (WorkerPool pool = pool(settings())) {
            Worker worker = pool.lease();
            worker.signal(SIGSTOP); // one that runs may also leave, as soon as its connection is closed
            Leaks.eventually(() -> assertThat(state(worker)).isEqualTo('T'));

            pool.discard(worker);

            assertThat(worker.awaitEnd(LONG).signal()).isEqualTo(SIGKILL);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> worker.channel().receive(0));
            Leaks.eventually(() -> assertThat(pool.snapshot().size()).isZero());
            assertThat(pool.snapshot().restarts()).isZero();
        }
    }

    @Test
    void aWorkerEndsAfterItsLastUse() throws Exception {
        try (WorkerPool pool = pool(settings(4, 0, 2, 0))) {
            Worker worker = pool.lease();
            pool.giveBack(worker);
            assertThat(pool.lease()).isSameAs(worker);

            pool.giveBack(worker);

            assertThat(worker.awaitEnd(LONG))
                    .extracting(WorkerEnd::status, WorkerEnd::signal)
                    .containsExactly(0, null);
            assertThat(pool.lease()).isNotSameAs(worker);
        }
    }

    @Test
    void aWorkerWithTooMuchMemoryOfItsOwnEnds() throws Exception {
        try (WorkerPool pool = pool(settings(4, 0, 0, 1))) {
            Worker worker = pool.lease();
            assertThat(worker.ownMemory()).isGreaterThan(100_000);

            pool.giveBack(worker);

            assertThat(worker.awaitEnd(LONG).status()).isZero();
        }
    }

    @Test
    void thoseBeyondTheMostIdleEnd() throws Exception {
        try (WorkerPool pool = pool(settings(1, 0))) {
            Worker first = pool.lease();
            Worker second = pool.lease();

            pool.giveBack(first);
            pool.giveBack(second);

            assertThat(first.awaitEnd(LONG).status()).isZero();
            assertThat(pool.lease()).isSameAs(second);
        }
    }

    @Test
    void aStoppedWorkerThatIsToEndIsKilled() throws Exception {
        try (WorkerPool pool = pool(settings(0, 0))) {
            Worker worker = pool.lease();
            worker.signal(SIGSTOP);
            Leaks.eventually(() -> assertThat(state(worker)).isEqualTo('T'));

            pool.giveBack(worker);

            Leaks.eventually(() -> assertThat(worker.hasEnded()).isTrue());
            assertThat(worker.awaitEnd(LONG).signal()).isEqualTo(SIGKILL);
        }
    }

    @Test
    void aWorkerIsGivenBackOnce() throws Exception {
        try (WorkerPool pool = pool(settings())) {
            Worker worker = pool.lease();
            pool.giveBack(worker);

            assertThatIllegalStateException()
                    .isThrownBy(() -> pool.giveBack(worker))
                    .withMessageContaining("worker 1");
        }
    }

    @Test
    void whoAsksForOneTooManyWaitsForOneThatIsGivenBack() throws Exception {
        try (WorkerPool pool = pool(settings(4, 0, 0, 0, 1));
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Worker only = pool.lease();
            Future<Worker> second = threads.submit(pool::lease);
            Thread.sleep(100);
            assertThat(second.isDone()).isFalse();

            pool.giveBack(only);

            assertThat(second.get()).isSameAs(only);
        }
    }

    @Test
    void theEndOfTheSupervisorEndsItsWorkersAndTheNextLeaseStartsAnother() throws Exception {
        try (WorkerPool pool = pool(settings())) {
            Worker worker = pool.lease();
            ProcessHandle process = processes(worker).getFirst();
            ProcessHandle supervisor = process.parent().orElseThrow();

            supervisor.destroyForcibly();

            assertThat(worker.awaitEnd(LONG).text()).isEqualTo("ended with the process that supervises it");
            Leaks.eventually(() -> assertThat(process.isAlive()).isFalse());
            pool.discard(worker);
            Worker next = pool.lease();
            assertThat(Calls.health(next).number("rss")).isPositive();
            assertThat(processes(next).getFirst().parent()).isNotEqualTo(Optional.of(supervisor));
        }
    }

    @Test
    void aSupervisorThatHangsIsReplacedAfterTheLeaseThatFoundOut() throws Exception {
        PoolSettings settings = new PoolSettings(4, 0, Duration.ofSeconds(3), 0, 0, Map.of(), Integer.MAX_VALUE);
        try (WorkerPool pool = pool(settings)) {
            Worker worker = leaseInTheEnd(pool);
            ProcessHandle supervisor = processes(worker).getFirst().parent().orElseThrow();
            Posix.killGroup(-supervisor.pid(), SIGSTOP); // to the process alone

            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(pool::lease)
                    .withMessageContaining("was not ready within 3.0 s");

            assertThat(worker.awaitEnd(LONG)).isNotNull();
            pool.discard(worker);
            assertThat(Calls.health(leaseInTheEnd(pool)).number("rss")).isPositive();
        }
    }

    @Test
    void aSupervisorThatNeverGetsReadyIsEndedAndToldOf() throws InterruptedException {
        PoolSettings settings = new PoolSettings(4, 0, Duration.ofMillis(500), 0, 0, Map.of(), Integer.MAX_VALUE);
        SupervisorSetup hanging =
                setup("import sys, time\nsys.stderr.write('I wait\\n')\nsys.stderr.flush()\ntime.sleep(1000)\n");
        try (WorkerPool pool = new WorkerPool(Pythons.environment(Pythons.NEW), settings, hanging)) {
            Leaks.eventually(() -> assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(pool::lease)
                    .withMessageContaining("was not ready within 0.5 s")
                    .withMessageContaining("I wait")); // which on a busy machine not each of them has time for
            assertThat(pool.snapshot().size()).isZero();
        }
    }

    /** The second holds the GIL, as C code may. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "signal.pause()",
                "__import__('ctypes').PyDLL(None).pause()",
                "os.kill(os.getpid(), signal.SIGSTOP)",
            })
    void aWorkerThatHangsBeforeItSaysWhoItIsIsEndedAndToldOf(String hanging) throws InterruptedException {
        PoolSettings settings = new PoolSettings(4, 0, Duration.ofSeconds(2), 0, 0, Map.of(), Integer.MAX_VALUE);
        String file = "pysail/spark/datasource/worker/child.py";
        SupervisorSetup setup = setup(file, text -> text.replace("connection.connect(start.socket)", hanging));
        try (WorkerPool pool = new WorkerPool(Pythons.environment(Pythons.NEW), settings, setup)) {
            // On a busy machine it may be the supervisor that is too slow.
            Leaks.eventually(() -> assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(pool::lease)
                    .withMessageContaining("a worker process was not ready within 2.0 s and was ended"));

            Leaks.eventually(() -> assertThat(pool.snapshot().size()).isZero());
            assertThat(pool.snapshot().restarts()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Pythons.OLDEST, Pythons.NEW})
    void aCrashLoopOpensTheCircuitWithWhatPythonSaid(String version) {
        SupervisorSetup broken = setup("raise SystemExit('my code is broken \\x1b[31m')\n");
        try (WorkerPool pool = new WorkerPool(Pythons.environment(version), settings(), broken)) {
            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(pool::lease)
                    .withMessageContaining("the last starts failed")
                    .withMessageContaining("my code is broken \\u{1b}[31m");
            assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(Map.of(), 0, 0, StartCircuit.State.OPEN));

            for (int failure = 0; failure < 100; failure++) {
                assertThatExceptionOfType(EnvironmentException.class).isThrownBy(pool::lease);
            }
            assertThat(pool.snapshot()).isEqualTo(new PoolSnapshot(Map.of(), 0, 0, StartCircuit.State.OPEN));
        }
    }

    @Test
    void whenItWorksAgainTheCircuitCloses() throws Exception {
        AtomicLong added = new AtomicLong();
        StartCircuit circuit = new StartCircuit(() -> System.nanoTime() + added.get(), () -> 0);
        Path marker = Files.createTempFile("works", "");
        SupervisorSetup setup = setup(failingWhileThereIs(marker));
        try (WorkerPool pool = new WorkerPool(Pythons.environment(Pythons.NEW), settings(), setup, circuit)) {
            assertThatExceptionOfType(EnvironmentException.class).isThrownBy(pool::lease);
            Files.delete(marker);
            assertThatExceptionOfType(EnvironmentException.class).isThrownBy(pool::lease);

            added.set(StartCircuit.PAUSE.toNanos());

            assertThat(Calls.health(pool.lease()).number("rss")).isPositive();
            assertThat(pool.snapshot().circuit()).isEqualTo(StartCircuit.State.CLOSED);
        } finally {
            Files.deleteIfExists(marker);
        }
    }

    @Test
    void aHundredFailuresLeaveThePoolItsSize() throws Exception {
        long step = Duration.ofMinutes(2).toNanos();
        AtomicLong clock = new AtomicLong(); // each look is two minutes later: no pause, and nothing adds up
        StartCircuit circuit = new StartCircuit(() -> clock.addAndGet(step), () -> 0);
        Path marker = Files.createTempFile("works", "");
        SupervisorSetup setup = setup(failingWhileThereIs(marker));
        try (WorkerPool pool =
                new WorkerPool(Pythons.environment(Pythons.NEW), settings(4, 0, 0, 0, 1), setup, circuit)) {
            Thread repair = Thread.ofPlatform().start(() -> {
                while (clock.get() < 200 * step) { // one look before each start, one after
                    Thread.onSpinWait();
                }
                delete(marker);
            });

            Worker worker = pool.lease();

            repair.join();
            assertThat(pool.snapshot().workers()).isEqualTo(Map.of(Worker.State.BUSY, 1));
            pool.giveBack(worker);
        }
    }

    /** As by a limit of processes, which does not apply to root, whom builds may be run by. */
    @Test
    void aForkThatTheSystemRefusesIsTriedAgainAndNamedIfItNeverWorks(@TempDir Path refusals) throws Exception {
        SupervisorSetup setup = setup(
                "pysail/spark/datasource/worker/supervisor.py",
                text -> text.replace("pid = os.fork()", """
                        for refusal in os.scandir("%s"):
                                            os.unlink(refusal)
                                            raise BlockingIOError(11, "Resource temporarily unavailable")
                                        pid = os.fork()""".formatted(refusals)));
        try (WorkerPool pool = new WorkerPool(Pythons.environment(Pythons.NEW), settings(), setup)) {
            Worker first = pool.lease();
            Path descriptors = Path.of("/proc/"
                    + processes(first).getFirst().parent().orElseThrow().pid() + "/fd");
            int before = count(descriptors);
            Files.createFile(refusals.resolve("1"));
            Files.createFile(refusals.resolve("2"));

            Worker second = pool.lease();

            assertThat(refusals).isEmptyDirectory();
            assertThat(Calls.health(second).number("rss")).isPositive();
            assertThat(count(descriptors)).isEqualTo(before + 3); // what it prints to, and tells crashes in
            for (int i = 0; i < 10; i++) {
                Files.createFile(refusals.resolve("never-" + i));
            }
            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(pool::lease)
                    .withMessageContaining("BlockingIOError: [Errno 11] Resource temporarily unavailable");
            assertThat(pool.snapshot().workers()).isEqualTo(Map.of(Worker.State.BUSY, 2));
            assertThat(count(descriptors)).isEqualTo(before + 3);
        }
    }

    private static int count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.count();
        }
    }

    @Test
    void anInterpreterThatGoesAwayIsNamed(@TempDir Path folder) throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("python"), Pythons.interpreter(Pythons.NEW));
        PythonEnvironment environment = PythonEnvironment.of(link);
        Files.delete(link);
        try (WorkerPool pool = pool(environment, settings())) {
            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(pool::lease)
                    .withMessageContaining(link.toString());
            assertThat(pool.snapshot().size()).isZero();
        }
    }

    @Test
    void aScriptThatIsNoPythonIsRefused(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(folder.resolve("python"), "#!/bin/sh\necho hello\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        try (WorkerPool pool = pool(PythonEnvironment.of(script), settings())) {
            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(pool::lease)
                    .withMessageContaining("is not a Python");
        }
    }

    @Test
    void whoeverWaitsForAWorkerIsToldThatThePoolIsClosed() throws Exception {
        WorkerPool pool = pool(settings(4, 0, 0, 0, 2));
        Worker first = pool.lease();
        Worker second = pool.lease();
        int waiters = 200;
        CountDownLatch running = new CountDownLatch(waiters);
        ThreadFactory threads = Thread.ofPlatform().name("waiter").factory();
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
            List<Future<Worker>> leases = new ArrayList<>();
            for (int i = 0; i < waiters; i++) {
                leases.add(executor.submit(() -> {
                    running.countDown();
                    return pool.lease();
                }));
            }
            running.await();

            pool.close();

            for (Future<Worker> lease : leases) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(lease::get)
                        .withCauseInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(first.hasEnded()).isTrue();
        assertThat(second.hasEnded()).isTrue();
        assertThatIllegalStateException().isThrownBy(pool::lease);
        pool.giveBack(first);
        pool.discard(second);
        pool.close();
    }

    @Test
    void closingWhileWorkersStartLeavesNone() throws Exception {
        for (int delay : new int[] {0, 5, 20, 60, 120}) {
            WorkerPool pool = pool(settings());
            try (ExecutorService executor = Executors.newCachedThreadPool()) {
                List<Future<Worker>> leases = Stream.generate(() -> executor.submit(pool::lease))
                        .limit(4)
                        .toList();
                Thread.sleep(delay);

                pool.close();

                for (Future<Worker> lease : leases) {
                    if (lease.state() == Future.State.SUCCESS) {
                        pool.discard(lease.resultNow());
                    }
                }
            }
            before.assertNothingMore();
        }
    }

    @Test
    void anInterruptedLeaseLeavesNoWorker() throws Exception {
        try (WorkerPool pool = pool(settings())) {
            pool.giveBack(pool.lease());
            Worker only = pool.lease();
            try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
                for (int delay : new int[] {0, 1, 2, 4, 8}) {
                    Future<Worker> lease = executor.submit(pool::lease);
                    Thread.sleep(delay);
                    lease.cancel(true);
                }
            }
            Leaks.eventually(() -> assertThat(pool.snapshot().workers().getOrDefault(Worker.State.SPAWNING, 0)
                            + pool.snapshot().workers().getOrDefault(Worker.State.HANDSHAKING, 0))
                    .isZero());
            assertThat(only.hasEnded()).isFalse();
            assertThat(pool.snapshot().circuit()).isEqualTo(StartCircuit.State.CLOSED);
        }
    }

    /** The state of a worker's process as the system calls it, or a hyphen if there is none. */
    private static char state(Worker worker) {
        try {
            String stat = Files.readString(Path.of("/proc/" + worker.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException _) {
            return '-';
        }
    }

    /** For a pool with so little time to start that a busy machine may need more. */
    private static Worker leaseInTheEnd(WorkerPool pool) throws InterruptedException {
        List<Worker> leased = new ArrayList<>();
        Leaks.eventually(() -> assertThatCode(() -> leased.add(pool.lease())).doesNotThrowAnyException());
        return leased.getFirst();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ProcessHandle> processes(Worker... workers) {
        return Stream.of(workers)
                .map(worker -> ProcessHandle.of(worker.pid()).orElseThrow())
                .toList();
    }

    private static WorkerPool pool(PoolSettings settings) {
        return pool(Pythons.environment(Pythons.NEW), settings);
    }

    private static WorkerPool pool(PythonEnvironment environment, PoolSettings settings) {
        return new WorkerPool(
                environment, settings, SupervisorSetup.of(ExecutorOptions.none(), WorkerLimits.defaults()));
    }

    private static PoolSettings settings() {
        return settings(4, 0);
    }

    private static PoolSettings settings(int mostIdle, int spares) {
        return settings(mostIdle, spares, 0, 0);
    }

    private static PoolSettings settings(int mostIdle, int spares, int recycleAfter, long recycleAboveBytes) {
        return settings(mostIdle, spares, recycleAfter, recycleAboveBytes, Integer.MAX_VALUE);
    }

    private static PoolSettings settings(int mostIdle, int spares, int uses, long bytes, int mostWorkers) {
        return new PoolSettings(mostIdle, spares, LONG, uses, bytes, Map.of(), mostWorkers);
    }

    /** A setup in which the SDK's first module has another text. */
    private static SupervisorSetup setup(String importer) {
        return setup("_sail_carried.py", text -> importer);
    }

    private static SupervisorSetup setup(String file, UnaryOperator<String> change) {
        return ChangedSdk.setup(ExecutorOptions.none(), Map.of(file, change));
    }

    private static String failingWhileThereIs(Path marker) {
        return "import os\nif os.path.exists('" + marker + "'): raise SystemExit('not yet')\n" + CarriedPython.IMPORTER;
    }
}

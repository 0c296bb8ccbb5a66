package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this process had at one moment, to be compared with what it has later. */
record Leaks(Set<String> processes, Set<String> threads, Set<String> descriptors, Set<String> folders) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static {
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close(); // the JDK keeps a socket of its own from then on
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Leaks now() {
        return new Leaks(presentProcesses(), presentThreads(), presentDescriptors(), presentFolders());
    }

    /** Waits until nothing is there that was not, and fails if something stays. */
    void assertNothingMore() throws InterruptedException {
        eventually(() -> {
            assertThat(presentProcesses()).as("processes").isSubsetOf(processes);
            assertThat(presentThreads()).as("threads").isSubsetOf(threads);
            assertThat(presentDescriptors()).as("descriptors").isSubsetOf(descriptors);
            assertThat(presentFolders()).as("folders").isSubsetOf(folders);
        });
    }

    /** Repeats an assertion until it holds. */
    static void eventually(Runnable assertion) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw e;
                }
            }
            Thread.sleep(10);
        }
    }

    private static Set<String> presentProcesses() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.pid() + " " + process.info().command().orElse(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The pool's; those that reap processes are the JDK's, which keeps them for a while. */
    private static Set<String> presentThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.threadId() + " " + thread.getName())
                .filter(name -> name.contains("sail-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** By what they lead to: sockets, pipes and files in memory have names of their own. */
    private static Set<String> presentDescriptors() {
        return list(Path.of("/proc/self/fd"), link -> target(link) + ofSelector(link))
                .filter(target -> !target.startsWith("/") || target.startsWith("/memfd:"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> presentFolders() {
        return list(Path.of(System.getProperty("java.io.tmpdir")), Path::toString)
                .filter(path -> path.contains("/sail-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> list(Path folder, Function<Path, String> name) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(name).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Selectors have one name for all. */
    private static String ofSelector(Path link) {
        return target(link).startsWith("anon_inode") ? " " + link.getFileName() : "";
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException _) {
            return "/"; // the one that lists the folder
        }
    }
}

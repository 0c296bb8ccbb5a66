package io.pysail.sdk.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.spi.Availability;
import io.pysail.sdk.spi.ExecutorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers found through the thread's context class loader, as a plug-in of an engine would be. */
class PythonExecutorsTest {
    @TempDir
    private Path folder;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private PythonEnvironment environment;
    private ProviderJar jar;

    @BeforeEach
    void makeEnvironment() throws IOException {
        Path python = Files.createFile(folder.resolve("python"));
        assertThat(python.toFile().setExecutable(true)).isTrue();
        environment = PythonEnvironment.of(python);
        jar = new ProviderJar(folder);
    }

    @AfterEach
    void restoreClassLoader() throws IOException {
        if (Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader) {
            loader.close();
        }
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void candidatesStandByPreferenceAndThenByName() throws IOException {
        install(jar.withReady("B", "b", 0).withMissing("C", "c", 5).withReady("A", "a", 0));

        assertThat(PythonExecutors.candidates(environment))
                .containsExactly(
                        new ExecutorCandidate("c", 5, new Availability.Missing("no C", "install C")),
                        new ExecutorCandidate("a", 0, new Availability.Ready("all there")),
                        new ExecutorCandidate("b", 0, new Availability.Ready("all there")));
    }

    @Test
    void theMostPreferredThatIsReadyIsOpened() throws IOException {
        install(jar.withReady("Low", "low", 1).withReady("High", "high", 3).withMissing("Best", "best", 9));

        try (var executor = PythonExecutors.open(environment)) {
            assertThat(executor.name()).isEqualTo("acme.High{}");
        }
    }

    @Test
    void thoseAfterTheOneThatIsReadyAreNotAsked() throws IOException {
        install(jar.withReady("First", "first", 1)
                .with("Second", "second", 0, "System.setProperty(\"acme.asked\", \"\"); return null;"));

        PythonExecutors.open(environment).close();

        assertThat(System.getProperty("acme.asked")).isNull();
    }

    @Test
    void optionsReachTheExecutor() throws IOException {
        install(jar.withReady("Ready", "ready", 0));
        var options = ExecutorOptions.none().withValues(Map.of("workers", "2"));

        try (var executor = PythonExecutors.open(environment, options);
                var named = PythonExecutors.open(environment, "ready", options)) {
            assertThat(executor.name()).isEqualTo("acme.Ready{workers=2}");
            assertThat(named.name()).isEqualTo("acme.Ready{workers=2}");
        }
    }

    @Test
    void noneReadyListsEachWithReasonAndRemedy() throws IOException {
        install(jar.withMissing("One", "one", 0).withMissing("Two", "two", 1));

        assertThatThrownBy(() -> PythonExecutors.open(environment))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("no executor can run " + environment.executable() + " (given): mend one of these\n"
                        + "  two: no Two: install Two\n"
                        + "  one: no One: install One");
    }

    @Test
    void noneFoundSaysWhatToAdd() {
        assertThat(PythonExecutors.candidates(environment)).isEmpty();
        assertThatThrownBy(() -> PythonExecutors.open(environment))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("there is no executor on the module path or the class path: add one, such as"
                        + " io.pysail:sdk-ffm-cpython or io.pysail:sdk-subprocess");
    }

    @Test
    void anExecutorIsOpenedByNameWhateverItsPreference() throws IOException {
        install(jar.withReady("Low", "low", 1).withReady("High", "high", 3));

        try (var executor = PythonExecutors.open(environment, "low")) {
            assertThat(executor.name()).isEqualTo("acme.Low{}");
        }
    }

    @Test
    void underscoresAndCapitalsInANameDoNotMatter() throws IOException {
        install(jar.withReady("InProcess", "in-process", 0));

        PythonExecutors.open(environment, "in_process").close();
        PythonExecutors.open(environment, "IN-PROCESS").close();
    }

    @Test
    void anExecutorThatIsNotReadyIsNotReplacedByAnother() throws IOException {
        install(jar.withMissing("Low", "low", 1).withReady("High", "high", 3));

        assertThatThrownBy(() -> PythonExecutors.open(environment, "low"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(
                        "the executor low cannot run " + environment.executable() + " (given): no Low: install Low");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheOneThatWasMeant() throws IOException {
        install(jar.withReady("InProcess", "in-process", 1).withMissing("Subprocess", "subprocess", 0));

        assertThatThrownBy(() -> PythonExecutors.open(environment, "in_proces"))
                .isInstanceOf(UsageException.class)
                .hasMessage("there is no executor in_proces: did you mean in-process? known are in-process,"
                        + " subprocess");
        assertThatThrownBy(() -> PythonExecutors.open(environment, "docker"))
                .isInstanceOf(UsageException.class)
                .hasMessage("there is no executor docker: known are in-process, subprocess");
    }

    @Test
    void anExecutorOfOursThatIsNotThereIsAnsweredWithTheArtifactToAdd() throws IOException {
        install(jar.withReady("InProcess", "in-process", 1));

        assertThatThrownBy(() -> PythonExecutors.open(environment, "Subprocess"))
                .isInstanceOf(UsageException.class)
                .hasMessage("there is no executor Subprocess: add io.pysail:sdk-subprocess to the module path or the"
                        + " class path; known are in-process");
    }

    @Test
    void theVariableChoosesWhereTheProgramDoesNot() throws IOException {
        install(jar.withReady("Low", "low", 1).withReady("High", "high", 3));

        try (var executor = openWith("low");
                var preferred = openWith(" ")) {
            assertThat(executor.name()).isEqualTo("acme.Low{}");
            assertThat(preferred.name()).isEqualTo("acme.High{}");
        }
    }

    @Test
    void anUnknownNameInTheVariableIsAnsweredWithThatOfTheVariable() throws IOException {
        install(jar.withReady("InProcess", "in-process", 1));

        assertThatThrownBy(() -> openWith("docker"))
                .isInstanceOf(UsageException.class)
                .hasMessage("SAIL_PYTHON_ISOLATION_MODE: there is no executor docker: known are in-process");
    }

    @Test
    void anUnknownNameIsAnsweredWithWhatCouldNotBeLoaded() throws IOException {
        install(jar.withName("acme.Gone"));

        assertThatThrownBy(() -> PythonExecutors.open(environment, "docker"))
                .isInstanceOf(UsageException.class)
                .hasMessage("there is no executor docker: none was found; a provider could not be loaded:"
                        + " io.pysail.sdk.spi.PythonExecutorProvider: Provider acme.Gone not found");
    }

    @Test
    void aProviderThatIsNotThereDoesNotHideTheOthers() throws IOException {
        install(jar.withName("acme.Gone").withReady("Ready", "ready", 1));

        assertThat(PythonExecutors.candidates(environment))
                .containsExactly(
                        new ExecutorCandidate("ready", 1, new Availability.Ready("all there")),
                        new ExecutorCandidate(
                                "unknown",
                                0,
                                new Availability.Missing(
                                        "a provider could not be loaded: io.pysail.sdk.spi.PythonExecutorProvider:"
                                                + " Provider acme.Gone not found",
                                        "put what it needs on the module path or the class path, in versions that fit,"
                                                + " or take it away")));
    }

    @Test
    void aProviderWhoseParentIsMissingDoesNotHideTheOthers() throws IOException {
        jar.withFile("Base.java", "package acme; public class Base {}")
                .withSource("Child", "package acme; public class Child extends Base {}")
                .withReady("Ready", "ready", 0);
        Path classes = jar.onClassPath();
        Files.delete(classes.resolve("acme/Base.class"));
        install(classes);

        assertThat(PythonExecutors.candidates(environment))
                .extracting(ExecutorCandidate::name)
                .containsExactly("ready", "unknown");
        assertThat(missing("unknown").reason())
                .isEqualTo("a provider could not be loaded: java.lang.NoClassDefFoundError: acme/Base"
                        + " (java.lang.ClassNotFoundException: acme.Base)");
    }

    @Test
    void aProviderThatCannotBeMadeIsListedByItsClass() throws IOException {
        install(jar.withReady("Ready", "ready", 0).withSource("Broken", """
                        package acme;

                        public class Broken extends Ready {
                            public Broken() { throw new IllegalStateException("no licence"); }
                        }
                        """));

        assertThat(PythonExecutors.candidates(environment)).hasSize(2);
        assertThat(missing("acme.Broken").reason())
                .isEqualTo("a provider could not be loaded: io.pysail.sdk.spi.PythonExecutorProvider: Provider"
                        + " acme.Broken could not be instantiated (java.lang.IllegalStateException: no licence)");
    }

    @Test
    void aProbeThatThrowsIsListedAsMissing() throws IOException {
        install(jar.with("Exception", "exception", 0, "throw new IllegalStateException(\"boom\");")
                .with("Linkage", "linkage", 0, "throw new UnsatisfiedLinkError(\"libgone\");")
                .with("Null", "null-answer", 0, "return null;")
                .withReady("Ready", "ready", 0));

        assertThat(PythonExecutors.candidates(environment))
                .extracting(ExecutorCandidate::name)
                .containsExactly("exception", "linkage", "null-answer", "ready");
        assertThat(missing("exception"))
                .isEqualTo(new Availability.Missing(
                        "acme.Exception failed: java.lang.IllegalStateException: boom",
                        "report it to the authors of acme.Exception"));
        assertThat(missing("linkage").reason())
                .isEqualTo("acme.Linkage failed: java.lang.UnsatisfiedLinkError: libgone");
        assertThat(missing("null-answer").reason())
                .isEqualTo("acme.Null failed: java.lang.NullPointerException: probe() gave null");
    }

    @Test
    void aProbeThatThrowsAnEnvironmentExceptionHasItsReasonAndRemedy() throws IOException {
        install(jar.with("Strict", "strict", 0, "throw EnvironmentException.of(\"no Python\", \"install one\");"));

        assertThat(missing("strict")).isEqualTo(new Availability.Missing("no Python", "install one"));
    }

    @Test
    void aProviderWithoutANameIsListedByItsClass() throws IOException {
        install(jar.withReady("Thrower", "throw new IllegalStateException(\"anonymous\");", 0)
                .withReady("Nameless", "null", 0)
                .withReady("Ready", "ready", 1));

        assertThat(PythonExecutors.candidates(environment))
                .extracting(ExecutorCandidate::name)
                .containsExactly("ready", "acme.Nameless", "acme.Thrower");
        assertThat(missing("acme.Nameless").reason())
                .isEqualTo("acme.Nameless failed: java.lang.NullPointerException: name() gave null");
    }

    @Test
    void ofTwoWithOneNameTheFirstStays() throws IOException {
        install(jar.withReady("First", "in-process", 0).withReady("Second", "in_process", 9));

        assertThat(PythonExecutors.candidates(environment))
                .containsExactly(
                        new ExecutorCandidate(
                                "in_process",
                                9,
                                new Availability.Missing(
                                        "acme.Second also calls itself in_process, and acme.First was found first",
                                        "take one of the two away")),
                        new ExecutorCandidate("in-process", 0, new Availability.Ready("all there")));
        try (var executor = PythonExecutors.open(environment, "in_process")) {
            assertThat(executor.name()).isEqualTo("acme.First{}");
        }
    }

    @Test
    void aSearchThatFailsForEverEnds() {
        Thread.currentThread().setContextClassLoader(new ClassLoader(before) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("the jar is gone");
            }
        });

        assertThat(PythonExecutors.candidates(environment)).hasSize(1);
        assertThat(missing("unknown").reason()).contains("the jar is gone");
    }

    @Test
    void aThreadWithoutContextClassLoaderFindsWhatTheOthersFind() {
        Thread.currentThread().setContextClassLoader(null);

        assertThat(PythonExecutors.candidates(environment)).isEmpty();
    }

    private PythonExecutor openWith(String variable) {
        return PythonExecutors.open(
                environment, ExecutorOptions.none(), Map.of("SAIL_PYTHON_ISOLATION_MODE", variable));
    }

    private Availability.Missing missing(String name) {
        return PythonExecutors.candidates(environment).stream()
                .filter(candidate -> candidate.name().equals(name))
                .map(candidate -> (Availability.Missing) candidate.availability())
                .findFirst()
                .orElseThrow();
    }

    private void install(ProviderJar providers) throws IOException {
        install(providers.onClassPath());
    }

    private void install(Path classes) throws IOException {
        URL[] path = {classes.toUri().toURL()};
        Thread.currentThread().setContextClassLoader(new URLClassLoader(path, before));
    }
}

package io.pysail.sdk.cpython.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.PythonUnderTest;
import io.pysail.sdk.cpython.internal.rows.ObjectLayout.Integers;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(PythonUnderTest.class)
class ObjectLayoutTest {
    private final PythonRuntime runtime = PythonRuntime.start(PythonUnderTest.environment());

    @Test
    void theLayoutOfEverySupportedInterpreterIsKnown() {
        assertThat(found()).isPresent();
    }

    @Test
    void nothingIsReadByAddressWhereOtherThreadsMayChangeIt() {
        Optional<ObjectLayout> layout = inPython(py -> LayoutProbe.find(true, LayoutProbe.samples(py)));

        assertThat(layout).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("doctoredLayouts")
    void aLayoutThatIsWrongIsRefusedWithoutHarm(ObjectLayout doctored) {
        boolean fits = inPython(py -> LayoutProbe.fits(doctored, LayoutProbe.samples(py)));

        assertThat(fits).isEqualTo(found().orElseThrow().equals(doctored));
    }

    /** Each part of the true layout in each of its neighbours' places. */
    static Stream<ObjectLayout> doctoredLayouts() {
        return ObjectLayout.KNOWN.stream()
                .flatMap(layout -> Stream.of(
                        List.of(layout),
                        List.of(with(layout, Integers.TAG), with(layout, Integers.SIGNED_SIZE)),
                        Stream.of(0, 8, 16, 32, 40, 48, 56)
                                .map(at -> withItems(layout, at))
                                .toList(),
                        Stream.of(8, 16, 24, 28, 32, 40)
                                .map(at -> withTuples(layout, at))
                                .toList(),
                        Stream.of(32, 36, 40, 41, 48, 56)
                                .map(at -> withText(layout, at))
                                .toList(),
                        Stream.of(0, 1, 0x20, 0xFF, -1)
                                .map(bits -> withAscii(layout, bits))
                                .toList()))
                .flatMap(List::stream)
                .distinct();
    }

    private static ObjectLayout with(ObjectLayout layout, Integers integers) {
        return new ObjectLayout(
                integers, layout.textData(), layout.asciiBits(), layout.listItems(), layout.tupleItems());
    }

    private static ObjectLayout withItems(ObjectLayout layout, long listItems) {
        return new ObjectLayout(
                layout.integers(), layout.textData(), layout.asciiBits(), listItems, layout.tupleItems());
    }

    private static ObjectLayout withTuples(ObjectLayout layout, long tupleItems) {
        return new ObjectLayout(
                layout.integers(), layout.textData(), layout.asciiBits(), layout.listItems(), tupleItems);
    }

    private static ObjectLayout withText(ObjectLayout layout, long textData) {
        return new ObjectLayout(
                layout.integers(), textData, layout.asciiBits(), layout.listItems(), layout.tupleItems());
    }

    private static ObjectLayout withAscii(ObjectLayout layout, int asciiBits) {
        return new ObjectLayout(
                layout.integers(), layout.textData(), asciiBits, layout.listItems(), layout.tupleItems());
    }

    private Optional<ObjectLayout> found() {
        return inPython(py -> LayoutProbe.find(py));
    }

    private <T> T inPython(Function<Python, T> task) {
        return runtime.submit(task::apply).join();
    }
}

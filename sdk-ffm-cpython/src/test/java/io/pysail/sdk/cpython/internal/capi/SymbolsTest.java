package io.pysail.sdk.cpython.internal.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonVersion;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.PythonUnderTest;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class SymbolsTest {
    @Test
    void aFunctionThatEveryVersionHasWorks(PythonRuntime runtime) {
        int initialised = CPython.Py_IsInitialized();

        assertThat(initialised).isOne();
    }

    @Test
    void aFunctionThatCameLaterExplainsItselfOrWorks(PythonRuntime runtime) {
        PythonVersion version = runtime.installation().version();

        if (version.isAtLeast(13)) {
            assertThat(CPython.Py_IsFinalizing()).isZero();
        } else {
            assertThatThrownBy(CPython::Py_IsFinalizing).isInstanceOfSatisfying(EnvironmentException.class, e -> {
                assertThat(e.reason()).isEqualTo("Py_IsFinalizing needs CPython 3.13, this is " + version);
                assertThat(e.remedy()).isEqualTo("use a newer Python");
            });
        }
    }

    @Test
    void aFunctionThatOnlyTheSupplementHasExplainsItselfOrWorks(PythonRuntime runtime) {
        PythonVersion version = runtime.installation().version();

        if (version.isAtLeast(14)) {
            MemorySegment config = Supplement.PyInitConfig_Create();
            assertThat(config.address()).isNotZero();
            Supplement.PyInitConfig_Free(config);
        } else {
            assertThatThrownBy(Supplement::PyInitConfig_Create)
                    .isInstanceOfSatisfying(
                            EnvironmentException.class,
                            e -> assertThat(e.reason())
                                    .isEqualTo("PyInitConfig_Create needs CPython 3.14, this is " + version));
        }
    }

    @Test
    void aFunctionThatNoVersionHasExplainsItselfWhenItIsCalledAndNotBefore(PythonRuntime runtime) {
        FunctionDescriptor descriptor = FunctionDescriptor.of(CPython.C_POINTER, CPython.C_INT, CPython.C_POINTER);

        MemorySegment address = Symbols.addressOf("PyNone_Such");
        MethodHandle handle = Symbols.downcall("PyNone_Such", address, descriptor);

        assertThat(address).isEqualTo(MemorySegment.NULL);
        assertThat(handle.type()).isEqualTo(descriptor.toMethodType());
        assertThatThrownBy(() -> handle.invoke(1, MemorySegment.NULL))
                .isInstanceOfSatisfying(EnvironmentException.class, e -> {
                    assertThat(e.reason())
                            .isEqualTo("CPython " + runtime.installation().version() + " has no function PyNone_Such");
                    assertThat(e.remedy()).isEqualTo("use a release of CPython");
                });
    }

    @Test
    void theTableOfLaterFunctionsIsTrueOfThisVersion(PythonRuntime runtime) {
        PythonVersion version = runtime.installation().version();
        Set<String> names = new TreeSet<>(Symbols.SINCE.keySet());
        for (Method method : CPython.class.getMethods()) {
            if (method.getName().endsWith("$handle")) {
                names.add(method.getName().replace("$handle", ""));
            }
        }
        Map<String, Boolean> expected = new TreeMap<>();
        Map<String, Boolean> found = new TreeMap<>();
        for (String name : names) {
            String since = Symbols.SINCE.getOrDefault(name, PythonVersion.OLDEST_SUPPORTED.feature());
            expected.put(name, version.isAtLeast(Integer.parseInt(since.substring(2))));
            found.put(name, Symbols.addressOf(name).address() != 0);
        }

        assertThat(found).isEqualTo(expected).hasSizeGreaterThan(200);
    }
}

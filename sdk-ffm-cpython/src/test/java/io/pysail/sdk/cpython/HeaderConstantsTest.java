package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cpython.internal.capi.HeaderProbe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Numbers that C code has by name, which Java code must repeat. */
@ExtendWith(PythonUnderTest.class)
class HeaderConstantsTest {
    @Test
    void constantsAreThoseOfTheHeaders(PythonRuntime runtime) throws Exception {
        HeaderProbe headers = HeaderProbe.of(runtime);
        Map<String, Long> ours = new LinkedHashMap<>();
        ours.put("Py_file_input", (long) Helper.FILE_INPUT);
        ours.put("METH_VARARGS", (long) JavaFunctions.METH_VARARGS);
        ours.put("METH_KEYWORDS", (long) JavaFunctions.METH_KEYWORDS);
        ours.put("Py_EQ", (long) PyObject.PY_EQ);
        ours.put("Py_TPFLAGS_LONG_SUBCLASS", ToJava.INTEGER);
        ours.put("Py_TPFLAGS_LIST_SUBCLASS", ToJava.LIST);
        ours.put("Py_TPFLAGS_TUPLE_SUBCLASS", ToJava.TUPLE);
        ours.put("Py_TPFLAGS_BYTES_SUBCLASS", ToJava.BYTES);
        ours.put("Py_TPFLAGS_UNICODE_SUBCLASS", ToJava.TEXT);
        ours.put("Py_TPFLAGS_DICT_SUBCLASS", ToJava.DICT);
        ours.put("PyUnicode_1BYTE_KIND", (long) Text.ONE_BYTE);
        ours.put("PyUnicode_4BYTE_KIND", (long) Text.FOUR_BYTES);

        Map<String, Long> real = headers.values(List.copyOf(ours.keySet()));

        assertThat(ours).isEqualTo(real);
    }
}

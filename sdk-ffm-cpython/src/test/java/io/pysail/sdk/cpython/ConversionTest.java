package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pysail.sdk.PythonException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values both ways, as the table of {@link Python#value} has them. */
@ExtendWith(PythonUnderTest.class)
class ConversionTest {
    private static final int ROUNDS = 500;

    // ---- the table

    static Stream<Arguments> formsInPython() {
        return Stream.of(
                arguments(null, "NoneType", "None"),
                arguments(true, "bool", "True"),
                arguments(false, "bool", "False"),
                arguments(Byte.MIN_VALUE, "int", "-128"),
                arguments(Short.MAX_VALUE, "int", "32767"),
                arguments(Integer.MIN_VALUE, "int", "-2147483648"),
                arguments(Long.MAX_VALUE, "int", "9223372036854775807"),
                arguments(BigInteger.TEN, "int", "10"),
                arguments(BigInteger.TWO.pow(64), "int", "18446744073709551616"),
                arguments(1.5f, "float", "1.5"),
                arguments(0.1, "float", "0.1"),
                arguments("d\u00e9j\u00e0", "str", "'d\u00e9j\u00e0'"),
                arguments(new byte[] {0, 'a', -1}, "bytes", "b'\\x00a\\xff'"),
                arguments(new byte[0], "bytes", "b''"),
                arguments(new BigDecimal("-1.50"), "decimal.Decimal", "Decimal('-1.50')"),
                arguments(LocalDate.of(2024, 2, 29), "datetime.date", "datetime.date(2024, 2, 29)"),
                arguments(
                        LocalDateTime.of(2024, 2, 29, 23, 59, 58, 7_000),
                        "datetime.datetime",
                        "datetime.datetime(2024, 2, 29, 23, 59, 58, 7)"),
                arguments(
                        Instant.parse("2024-02-29T23:59:58.000007Z"),
                        "datetime.datetime",
                        "datetime.datetime(2024, 2, 29, 23, 59, 58, 7, tzinfo=datetime.timezone.utc)"),
                arguments(Arrays.asList(1, null, "a"), "list", "[1, None, 'a']"),
                arguments(new LinkedHashSet<>(List.of(2, 1)), "list", "[2, 1]"),
                arguments(mapOf("b", 1, "a", List.of()), "dict", "{'b': 1, 'a': []}"),
                arguments(mapOf(null, true, 2L, null), "dict", "{None: True, 2: None}"));
    }

    @ParameterizedTest
    @MethodSource("formsInPython")
    void javaValuesTakeTheirPythonForm(@Nullable Object value, String type, String repr, PythonRuntime runtime) {
        List<String> form = runtime.attach(py -> {
            PyObject object = py.value(value);
            return List.of(object.typeName(), object.repr());
        });

        assertThat(form).containsExactly(type, repr);
    }

    static Stream<Arguments> formsInJava() {
        return Stream.of(
                arguments("None", null),
                arguments("True", true),
                arguments("False", false),
                arguments("0", 0L),
                arguments("-1", -1L),
                arguments("2 ** 63 - 1", Long.MAX_VALUE),
                arguments("2 ** 63", BigInteger.TWO.pow(63)),
                arguments("-(2 ** 63)", Long.MIN_VALUE),
                arguments("-(2 ** 63) - 1", BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.ONE)),
                arguments("-1.0", -1.0),
                arguments("float('inf')", Double.POSITIVE_INFINITY),
                arguments("float('-inf')", Double.NEGATIVE_INFINITY),
                arguments("'a\\0b'", "a\0b"),
                arguments("''", ""),
                arguments("b'\\0\\xff'", new byte[] {0, -1}),
                arguments("b''", new byte[0]),
                arguments("bytearray(b'\\0\\xff')", new byte[] {0, -1}),
                arguments("bytearray()", new byte[0]),
                arguments("decimal.Decimal('1E+3')", new BigDecimal("1E+3")),
                arguments("datetime.date(1, 1, 1)", LocalDate.of(1, 1, 1)),
                arguments("datetime.date(9999, 12, 31)", LocalDate.of(9999, 12, 31)),
                arguments("datetime.datetime(1, 1, 1)", LocalDateTime.of(1, 1, 1, 0, 0)),
                arguments("datetime.datetime.max", LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)),
                arguments("datetime.datetime(1969, 12, 31, 23, 59, 59, 1, UTC)", Instant.ofEpochSecond(-1, 1_000)),
                arguments("[1, (2, [None])]", List.of(1L, Arrays.asList(2L, Collections.singletonList(null)))),
                arguments("{'b': {1: ()}, None: None}", mapOf("b", Map.of(1L, List.of()), null, null)));
    }

    @ParameterizedTest
    @MethodSource("formsInJava")
    void pythonValuesTakeTheirJavaForm(String expression, @Nullable Object value, PythonRuntime runtime) {
        Object converted = toJava(runtime, expression);

        assertThat(converted).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enum.IntEnum('E', 'A B').B",
                "type('Int', (int,), {'__int__': lambda self: 7})(2)",
                "type('Text', (str,), {'__str__': lambda self: 'no'})('two')",
                "type('Real', (float,), {})(2.5)",
                "type('Bytes', (bytes,), {})(b'2')",
                "collections.namedtuple('Pair', 'a b')(1, 2)",
                "collections.OrderedDict(b=1, a=2)",
                "collections.defaultdict(int, a=2)",
                "type('Day', (datetime.date,), {})(2024, 1, 2)",
                "type('Amount', (decimal.Decimal,), {})('2.50')"
            })
    void instancesOfSubclassesConvertAsTheirBaseDoes(String expression, PythonRuntime runtime) {
        Map<String, Object> expected = Map.of(
                "enum.I",
                2L,
                "type('I",
                2L,
                "type('T",
                "two",
                "type('R",
                2.5,
                "type('B",
                new byte[] {'2'},
                "collections.n",
                List.of(1L, 2L),
                "collections.O",
                mapOf("b", 1L, "a", 2L),
                "collections.d",
                mapOf("a", 2L),
                "type('D",
                LocalDate.of(2024, 1, 2),
                "type('A",
                new BigDecimal("2.50"));

        Object converted = toJava(runtime, expression);

        assertThat(expected.entrySet())
                .filteredOn(entry -> expression.startsWith(entry.getKey()))
                .singleElement()
                .satisfies(entry -> assertThat(converted).isEqualTo(entry.getValue()));
    }

    @Test
    void theOrderOfADictIsThatOfTheMapBothWays(PythonRuntime runtime) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 100; i > 0; i--) {
            map.put("k" + i, (long) i);
        }

        Object back = roundTrip(runtime, map);

        assertThat(back).asInstanceOf(InstanceOfAssertFactories.MAP).containsExactlyEntriesOf(map);
    }

    @Test
    void objectsAndReferencesConvertToTheObjectItself(PythonRuntime runtime) {
        List<Boolean> same = runtime.attach(py -> {
            PyObject object = py.eval("object()");
            try (PyRef reference = object.toRef()) {
                PyObject list = py.value(List.of(object, reference));
                return List.of(
                        object.isSame(py.value(object)),
                        object.isSame(py.value(reference)),
                        object.isSame(list.item(0)),
                        object.isSame(list.item(1)));
            }
        });

        assertThat(same).containsOnly(true);
    }

    @Test
    void aFunctionConvertsToACallable(PythonRuntime runtime) {
        PythonFunction twice = (py, arguments) -> 2 * arguments.at(0).toLong();

        Object result = runtime.attach(py ->
                py.eval("f['twice'](21)", Map.of("f", Map.of("twice", twice))).toJava());

        assertThat(result).isEqualTo(42L);
    }

    // ---- integers

    static Stream<BigInteger> wideIntegers() {
        BigInteger edge = BigInteger.TWO.pow(63);
        return Stream.of(
                edge,
                edge.negate().subtract(BigInteger.ONE),
                BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
                BigInteger.TWO.pow(64),
                BigInteger.TWO.pow(64).negate(),
                BigInteger.TEN.pow(5000), // beyond Python's limit of 4300 digits for conversions to decimal text
                BigInteger.TEN.pow(5000).negate());
    }

    @ParameterizedTest
    @MethodSource("wideIntegers")
    void integersBeyondLongComeBackAsTheyWere(BigInteger number, PythonRuntime runtime) {
        record Seen(@Nullable Object back, long bits) {}

        Seen seen = runtime.attach(py -> {
            PyObject object = py.value(number);
            return new Seen(object.toJava(), object.callMethod("bit_length").toLong());
        });

        assertThat(seen).isEqualTo(new Seen(number, number.abs().bitLength()));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, Integer.MIN_VALUE, -1, 0, 1, 1L << 30, 1L << 60, Long.MAX_VALUE
            })
    void integersAtTheEdgesComeBackAsTheyWere(long number, PythonRuntime runtime) {
        List<Object> back = runtime.attach(py -> List.of(
                py.value(number).toLong(),
                py.value(BigInteger.valueOf(number)).toLong(),
                py.eval(Long.toString(number)).toLong()));

        assertThat(back).containsOnly(number);
    }

    @Test
    void randomIntegersComeBackAsTheyWere(PythonRuntime runtime) {
        Random random = seeded();
        for (int i = 0; i < ROUNDS; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            BigInteger wide = new BigInteger(64 + random.nextInt(1000), random).setBit(63);
            BigInteger signed = random.nextBoolean() ? wide : wide.negate().subtract(BigInteger.ONE);

            List<?> back = runtime.attach(py -> Arrays.asList(
                    py.value(number).toJava(),
                    py.value(number).repr(),
                    py.value(signed).toJava(),
                    py.value(signed).repr()));

            assertThat(back).isEqualTo(List.of(number, "" + number, signed, "" + signed));
        }
    }

    @Test
    void anIntegerThatNeedsMoreBitsIsNoLong(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(py -> py.eval("2 ** 63").toLong()))
                .isInstanceOfSatisfying(
                        PythonException.class, e -> assertThat(e.pythonType()).isEqualTo("OverflowError"));
    }

    @Test
    void whatIsNoIntegerIsNoLongAndIsNotCutToOne(PythonRuntime runtime) {
        for (String expression : List.of("3.7", "'3'", "decimal.Decimal(3)", "None")) {
            assertThatThrownBy(() -> runtime.attach(py -> eval(py, expression).toLong()))
                    .as(expression)
                    .isInstanceOfSatisfying(
                            PythonException.class,
                            e -> assertThat(e.pythonType()).isEqualTo("TypeError"));
        }
    }

    @Test
    void whatHasAnIndexIsALong(PythonRuntime runtime) {
        long number = runtime.attach(py ->
                py.eval("type('Index', (), {'__index__': lambda self: -1})()").toLong());

        assertThat(number).isEqualTo(-1);
    }

    // ---- floats

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                -1.0,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.NaN
            })
    void floatsComeBackBitByBit(double number, PythonRuntime runtime) {
        List<Object> back = runtime.attach(py -> {
            PyObject object = py.value(number);
            return Arrays.asList(object.toJava(), object.toDouble());
        });

        assertThat(back).containsOnly(number); // by Double.equals, which tells -0.0 from 0.0 and knows NaN
    }

    @Test
    void aFloatIsWidenedExactly(PythonRuntime runtime) {
        Object back = roundTrip(runtime, 0.1f);

        assertThat(back).isEqualTo((double) 0.1f);
    }

    @Test
    void whatIsNoNumberIsNoDouble(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(py -> py.eval("'1.5'").toDouble()))
                .isInstanceOf(PythonException.class)
                .hasMessage("TypeError: must be real number, not str");
    }

    // ---- text

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("", 0, "''"),
                arguments("\0a\0", 3, "'\\x00a\\x00'"),
                arguments("caf\u00e9 \u00ff", 6, "'caf\\xe9 \\xff'"),
                arguments("\u00ff\u0100", 2, "'\\xff\\u0100'"),
                arguments("\u0100\u4e16\uffff", 3, "'\\u0100\\u4e16\\uffff'"),
                arguments("\ud83d\ude00\udbff\udfff", 2, "'\\U0001f600\\U0010ffff'"),
                arguments("a\ud83d", 2, "'a\\ud83d'"),
                arguments("\ude00a", 2, "'\\ude00a'"),
                arguments("\ude00\ud83d", 2, "'\\ude00\\ud83d'"),
                arguments("\udc80\ud83d\ude00", 2, "'\\udc80\\U0001f600'"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void anyTextComesBackAsItWasAndHasItsCodePointsInPython(
            String text, long length, String ascii, PythonRuntime runtime) {
        List<?> seen = runtime.attach(py -> {
            PyObject object = py.value(text);
            return List.of(
                    object.toText(),
                    object.length(),
                    py.eval("ascii(t)", Map.of("t", object)).toText(),
                    py.eval(ascii).toText(),
                    py.eval(ascii).isEqualTo(text));
        });

        assertThat(seen).isEqualTo(List.of(text, length, ascii, text, true));
    }

    @Test
    void randomTextComesBackAsItWas(PythonRuntime runtime) {
        Random random = seeded();
        for (int i = 0; i < ROUNDS; i++) {
            String text = randomText(random);

            List<?> seen = runtime.attach(py -> {
                PyObject object = py.value(text);
                return List.of(object.toText(), object.length());
            });

            assertThat(seen).isEqualTo(List.of(text, (long) text.codePointCount(0, text.length())));
        }
    }

    /** Of one of Python's widths, at random, with surrogates alone and in pairs. */
    private static String randomText(Random random) {
        int bound = List.of(0x80, 0x100, 0x120, 0x10000, Character.MAX_CODE_POINT + 1)
                .get(random.nextInt(5));
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(40); n > 0; n--) {
            boolean surrogate = bound > 0x120 && random.nextInt(4) == 0;
            text.appendCodePoint(surrogate ? 0xD800 + random.nextInt(0x800) : random.nextInt(bound));
        }
        return text.toString();
    }

    @Test
    void aPairOfLoneSurrogatesFromPythonIsOneCharacterInJava(PythonRuntime runtime) {
        Object text = toJava(runtime, "chr(0xd83d) + chr(0xde00)");

        assertThat(text).isEqualTo("\ud83d\ude00"); // Java has no other way to write the two
    }

    @Test
    void whatIsNoTextIsRefusedAsText(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(py -> py.eval("b'bytes'").toText()))
                .isInstanceOfSatisfying(
                        PythonException.class, e -> assertThat(e.pythonType()).isEqualTo("TypeError"));
    }

    // ---- dates and times

    static Stream<Object> times() {
        return Stream.of(
                LocalDate.of(1, 1, 1),
                LocalDate.of(1582, 10, 10),
                LocalDate.of(9999, 12, 31),
                LocalDateTime.of(1, 1, 1, 0, 0),
                LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
                LocalDateTime.of(2024, 2, 29, 12, 0, 0, 1_000),
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59.999999Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.parse("1900-01-01T00:00:00.000001Z"),
                Instant.EPOCH);
    }

    @ParameterizedTest
    @MethodSource("times")
    void datesAndTimesComeBackAsTheyWere(Object value, PythonRuntime runtime) {
        Object back = roundTrip(runtime, value);

        assertThat(back).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 19_800, -43_200, 20_700, 86_399, -86_399, 1_172})
    void anAwareDatetimeIsTheInstantThatItNames(int offset, PythonRuntime runtime) {
        String zone = "datetime.timezone(datetime.timedelta(seconds=" + offset + "))";

        Object instant = toJava(runtime, "datetime.datetime(1969, 7, 20, 20, 17, 40, 500001, " + zone + ")");
        Object first = toJava(runtime, "datetime.datetime(1, 1, 1, tzinfo=" + zone + ")");

        assertThat(instant)
                .isEqualTo(Instant.parse("1969-07-20T20:17:40.500001Z").minusSeconds(offset));
        assertThat(first).isEqualTo(Instant.parse("0001-01-01T00:00:00Z").minusSeconds(offset));
    }

    @Test
    void aZoneThatKnowsNoOffsetIsNoZone(PythonRuntime runtime) {
        Object time = toJava(
                runtime,
                "datetime.datetime(2024, 1, 2,"
                        + " tzinfo=type('Z', (datetime.tzinfo,), {'utcoffset': lambda self, t: None})())");

        assertThat(time).isEqualTo(LocalDateTime.of(2024, 1, 2, 0, 0));
    }

    @Test
    void aNanosecondIsRefused(PythonRuntime runtime) {
        LocalDateTime time = LocalDateTime.of(2024, 1, 2, 3, 4, 5, 6_001);
        Instant instant = Instant.ofEpochSecond(-1, 1);

        assertThatThrownBy(() -> runtime.attach(py -> py.value(time).repr()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2024-01-02T03:04:05.000006001 is finer than the microseconds of Python's datetime:"
                        + " use truncatedTo(ChronoUnit.MICROS) if that will do");
        assertThatThrownBy(() -> runtime.attach(py -> py.value(instant).repr()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("1969-12-31T23:59:59.000000001Z is finer than");
    }

    @Test
    void aYearThatPythonLacksIsRefusedByPython(PythonRuntime runtime) {
        for (Object time : List.of(
                LocalDate.of(0, 12, 31),
                LocalDate.of(10_000, 1, 1),
                LocalDateTime.of(10_000, 1, 1, 0, 0),
                Instant.parse("0000-12-31T23:59:59Z"),
                Instant.parse("+10000-01-01T00:00:00Z"),
                Instant.MAX.truncatedTo(ChronoUnit.SECONDS))) {
            assertThatThrownBy(() -> runtime.attach(py -> py.value(time).repr()))
                    .as(time.toString())
                    .isInstanceOfSatisfying(
                            PythonException.class,
                            e -> assertThat(e.pythonType()).isIn("ValueError", "OverflowError"));
        }
    }

    // ---- decimals

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.00",
                "0E+3",
                "-1.50",
                "1E+3",
                "123E-400",
                "-9.99E+400",
                "1E+2147483647",
                "1E-2147483647",
                "12345678901234567890123456789012345678901234567890.12345678901234567890"
            })
    void decimalsComeBackWithTheirScale(String text, PythonRuntime runtime) {
        BigDecimal number = new BigDecimal(text);

        Object back = roundTrip(runtime, number);

        assertThat(back).isEqualTo(number); // equals, unlike compareTo, compares scales
    }

    @Test
    void aDecimalOfManyDigitsComesBack(PythonRuntime runtime) {
        BigDecimal number = new BigDecimal(BigInteger.TEN.pow(5000).add(BigInteger.ONE), 17);

        Object back = roundTrip(runtime, number);

        assertThat(back).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "-sNaN123", "Infinity", "-Infinity"})
    void aDecimalThatIsNotFiniteIsRefused(String text, PythonRuntime runtime) {
        assertThatThrownBy(() -> toJava(runtime, "decimal.Decimal('" + text + "')"))
                .isInstanceOf(PythonException.class)
                .hasMessage("ValueError: " + text + " has no Java form: a BigDecimal is finite");
    }

    @Test
    void anExponentTooLargeForABigDecimalIsRefused(PythonRuntime runtime) {
        assertThatThrownBy(() -> toJava(runtime, "decimal.Decimal('1E+999999999999999999')"))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("the exponent of 1E+999999999999999999 is too large for a BigDecimal")
                .hasCauseInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> toJava(runtime, "[decimal.Decimal('1E-2147483649')]"))
                .isInstanceOf(ArithmeticException.class);
    }

    // ---- nesting

    @Test
    void listsWithinListsComeBackToALimit(PythonRuntime runtime) {
        Object deepest = nestedLists(501);

        Object back = roundTrip(runtime, deepest);

        assertThat(depthOf(back)).isEqualTo(501);
    }

    @Test
    void mapsWithinMapsComeBackToTheSameLimit(PythonRuntime runtime) {
        Object deepest = nestedMaps(501);

        Object back = roundTrip(runtime, deepest);

        assertThat(depthOf(back)).isEqualTo(501);
    }

    @Test
    void oneLevelMoreIsRefusedBothWays(PythonRuntime runtime) {
        Object lists = nestedLists(502);
        Object maps = nestedMaps(502);

        for (Object value : List.of(lists, maps)) {
            assertThatThrownBy(() -> roundTrip(runtime, value)).isInstanceOf(IllegalArgumentException.class);
        }
        String deepList = "functools.reduce(lambda inner, _: [inner], range(501), [])";
        String deepDict = "functools.reduce(lambda inner, _: {'k': inner}, range(501), {})";
        for (String expression : List.of(deepList, deepDict)) {
            assertThatThrownBy(() -> toJava(runtime, expression))
                    .as(expression)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aListWithinItselfIsRefusedOnTheWayToPython(PythonRuntime runtime) {
        List<Object> circle = new ArrayList<>();
        circle.add(Collections.unmodifiableList(circle));

        assertThatThrownBy(() -> runtime.attach(py -> py.value(circle).length()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lists and maps nested more than 500 deep, or within themselves, have no Python form");
    }

    @Test
    void aListOrDictWithinItselfIsRefusedOnTheWayToJava(PythonRuntime runtime) {
        String message = "lists and dicts nested more than 500 deep, or within themselves, have no Java form";

        assertThatThrownBy(() -> toJava(runtime, "(lambda l: l.append(l) or l)([])"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> toJava(runtime, "(lambda d: d.update(d=d) or d)({})"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void keysThatAreOneKeyInPythonAreRefused(PythonRuntime runtime) {
        assertThatThrownBy(() -> roundTrip(runtime, mapOf(1, "one", true, "yes")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a map with 2 keys would become a dict with 1: some of its keys are equal in Python");
    }

    @Test
    void keysThatAreOneKeyInJavaAreRefused(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(
                        py -> py.eval("{float('nan'): 1, float('nan'): 2}").toJava()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a dict with 2 keys would become a map with 1: some of its keys are equal in Java");
    }

    @Test
    void aKeyThatPythonCannotHashIsRefusedByPython(PythonRuntime runtime) {
        assertThatThrownBy(() -> roundTrip(runtime, Map.of(List.of(1), 1)))
                .isInstanceOfSatisfying(
                        PythonException.class, e -> assertThat(e.pythonType()).isEqualTo("TypeError"));
    }

    @Test
    void anElementThatRaisesOnTheWayToJavaEndsTheConversion(PythonRuntime runtime) {
        String list = "type('Broken', (list,), {'__iter__': lambda self: iter([1, 2].pop, 1 / 0)})([1])";

        assertThatThrownBy(() -> toJava(runtime, list))
                .isInstanceOfSatisfying(
                        PythonException.class, e -> assertThat(e.pythonType()).isEqualTo("ZeroDivisionError"));
    }

    // ---- what has no form

    @Test
    void aJavaTypeWithoutPythonFormIsRefused(PythonRuntime runtime) {
        assertThatThrownBy(() -> runtime.attach(py -> py.value('c').repr()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a java.lang.Character has no Python form: convert it first");
        for (Object value : List.of(LocalTime.NOON, new int[0], new Object(), List.of(1, 'c'), Map.of('c', 1))) {
            assertThatThrownBy(() -> runtime.attach(py -> py.value(value).repr()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith(" has no Python form: convert it first");
        }
    }

    @Test
    void aPythonTypeWithoutJavaFormIsATypeError(PythonRuntime runtime) {
        Map<String, String> typeNames = Map.of(
                "{1}", "set",
                "1j", "complex",
                "object()", "object",
                "int", "type",
                "[1, [range(2)]]", "range",
                "datetime.time()", "datetime.time",
                "datetime.timedelta()", "datetime.timedelta",
                "memoryview(b'')", "memoryview");

        typeNames.forEach((expression, type) -> assertThatThrownBy(() -> toJava(runtime, expression))
                .isInstanceOf(PythonException.class)
                .hasMessage("TypeError: " + type + " has no Java form"));
    }

    // ---- helpers

    private static @Nullable Object roundTrip(PythonRuntime runtime, @Nullable Object value) {
        return runtime.attach(py -> py.value(value).toJava());
    }

    private static @Nullable Object toJava(PythonRuntime runtime, String expression) {
        return runtime.attach(py -> eval(py, expression).toJava());
    }

    /** Evaluates with the modules that the expressions of this class use. */
    private static PyObject eval(Python py, String expression) {
        Map<String, Object> names = new LinkedHashMap<>();
        for (String module : List.of("collections", "datetime", "decimal", "enum", "functools")) {
            names.put(module, py.importModule(module));
        }
        names.put("UTC", py.importModule("datetime").attr("timezone").attr("utc"));
        return py.eval(expression, names);
    }

    private static Random seeded() {
        long seed = Long.getLong("sail.test.seed", System.nanoTime());
        System.out.println("random values of seed " + seed + ": repeat them with -Dsail.test.seed=" + seed);
        return new Random(seed);
    }

    private static Map<Object, Object> mapOf(
            @Nullable Object key, @Nullable Object value, @Nullable Object secondKey, @Nullable Object secondValue) {
        Map<Object, Object> map = mapOf(key, value);
        map.put(secondKey, secondValue);
        return map;
    }

    private static Map<Object, Object> mapOf(@Nullable Object key, @Nullable Object value) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    private static Object nestedLists(int levels) {
        List<Object> list = List.of();
        for (int level = 1; level < levels; level++) {
            list = List.of(list);
        }
        return list;
    }

    private static Object nestedMaps(int levels) {
        Map<Object, Object> map = Map.of();
        for (int level = 1; level < levels; level++) {
            map = Map.of("k", map);
        }
        return map;
    }

    private static int depthOf(@Nullable Object value) {
        int depth = 0;
        Object level = value;
        while (level != null) {
            depth++;
            if (level instanceof List<?> list) {
                level = list.isEmpty() ? null : list.get(0);
            } else {
                level = ((Map<?, ?>) level).get("k");
            }
        }
        return depth;
    }
}

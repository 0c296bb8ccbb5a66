package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas as bytes: the same from Java and from Python, and nothing else is taken for one. */
@Timeout(60)
class SchemaBytesTest {
    private static final Metadata METADATA = Metadata.of(Map.of("unit", "m²", "", ""));

    /** Each kind of type, and some of them within each other. */
    static List<ArrowType> types() {
        List<ArrowType> types = new ArrayList<>();
        for (String format : List.of(
                "n",
                "b",
                "c",
                "C",
                "s",
                "S",
                "i",
                "I",
                "l",
                "L",
                "e",
                "f",
                "g",
                "u",
                "U",
                "vu",
                "z",
                "Z",
                "vz",
                "w:3",
                "w:0",
                "tdD",
                "tdm",
                "tts",
                "ttm",
                "ttu",
                "ttn",
                "tss:",
                "tsm:+05:30",
                "tsu:Europe/Oslo",
                "tsn:UTC",
                "tDs",
                "tDm",
                "tDu",
                "tDn",
                "tiM",
                "tiD",
                "tin",
                "d:9,2,32",
                "d:18,2,64",
                "d:38,2",
                "d:38,-2",
                "d:76,2,256")) {
            types.add(FormatParser.parse(format, List.of(), false));
        }
        ArrowField item = ArrowField.nullable("item", new ArrowType.Text(ArrowType.Storage.VIEW));
        ArrowField number = ArrowField.required("number", new ArrowType.Int(32, true));
        ArrowField ends = ArrowField.required("run_ends", new ArrowType.Int(16, true));
        for (String format : List.of("+l", "+L", "+vl", "+vL", "+w:2", "+w:0")) {
            types.add(FormatParser.parse(format, List.of(item), false));
        }
        ArrowField entries = ArrowField.required(
                "entries", new ArrowType.Struct(List.of(ArrowField.required("key", item.type()), number)));
        types.add(new ArrowType.Struct(List.of()));
        types.add(new ArrowType.Struct(List.of(item, number, item)));
        types.add(new ArrowType.MapOf(entries, true));
        types.add(new ArrowType.MapOf(entries, false));
        types.add(new ArrowType.Union(List.of(item, number), List.of(5, 7), true));
        types.add(new ArrowType.Union(List.of(item, number), List.of(0, 1), false));
        types.add(new ArrowType.RunEndEncoded(ends, item));
        types.add(new ArrowType.Dictionary(new ArrowType.Int(8, false), item, true));
        types.add(new ArrowType.Dictionary(new ArrowType.Int(64, true), number, false));
        types.add(new ArrowType.ListOf(
                new ArrowField(
                        "ü", new ArrowType.Dictionary(new ArrowType.Int(8, true), entries, false), true, METADATA),
                ArrowType.Storage.REGULAR));
        return types;
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeIsReadBack(ArrowType type) {
        for (boolean nullable : new boolean[] {true, false}) {
            ArrowSchema schema = new ArrowSchema(
                    List.of(new ArrowField("a", type, nullable, METADATA), ArrowField.nullable("", type)), METADATA);

            assertThat(ArrowSchema.parse(schema.toBytes())).isEqualTo(schema);
        }
    }

    @Test
    void whatPyArrowExportsIsReadBack() throws Exception {
        for (Catalogue.Case oneCase : Catalogue.cases()) {
            try (ForeignBatch foreign = oneCase.toForeign()) {
                ArrowField field = SchemaReader.read(foreign.schema());

                assertThat(SchemaBytes.read(SchemaBytes.write(field)))
                        .as(oneCase.name())
                        .isEqualTo(field);
            }
        }
    }

    @Test
    void everyKindOfTypeIsAmongThem() {
        assertThat(types().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ArrowType.class.getPermittedSubclasses()).toList());
    }

    @Test
    void pythonWritesTheSameBytes(@TempDir Path folder) throws Exception {
        List<ArrowField> fields = types().stream()
                .map(type -> new ArrowField("ä\"\\\n€😀", type, true, METADATA))
                .toList();
        Path source = folder.resolve("schemas.jsonl");
        Path target = folder.resolve("schemas.hex");
        Files.writeString(
                source, fields.stream().map(SchemaBytesTest::json).collect(Collectors.joining("\n", "", "\n")), UTF_8);

        PyArrow.runWithout(
                "schemas.py", Path.of("..", "python").toRealPath().toString(), source.toString(), target.toString());

        assertThat(Files.readAllLines(target))
                .isEqualTo(fields.stream()
                        .map(field -> HexFormat.of().formatHex(SchemaBytes.write(field)))
                        .toList());
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = everything().toBytes();

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ArrowSchema.parse(cut)).isInstanceOf(ArrowDataException.class);
        }
        assertThatThrownBy(() -> ArrowSchema.parse(Arrays.copyOf(bytes, bytes.length + 3)))
                .isInstanceOf(ArrowDataException.class)
                .hasMessageEndingWith("3 bytes are left over");
    }

    @Test
    void whatIsDamagedIsRefusedOrAnotherSchema() {
        byte[] bytes = everything().toBytes();
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 30_000; i++) {
            byte[] damaged = bytes.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            ArrowSchema schema;
            try {
                schema = ArrowSchema.parse(damaged);
            } catch (ArrowDataException e) {
                continue;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            assertThat(ArrowSchema.parse(schema.toBytes())).as("seed " + seed).isEqualTo(schema);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {70, 1_000, 50_000})
    void whatIsNestedTooDeepIsRefused(int levels) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < levels; i++) {
            bytes.write(fieldWithChildren("+l", 1));
        }

        assertThatThrownBy(() -> ArrowSchema.parse(bytes.toByteArray()))
                .isInstanceOf(ArrowDataException.class)
                .hasMessageEndingWith("they hold too many fields");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 4, Integer.MAX_VALUE})
    void moreChildrenThanThereIsRoomForAreRefused(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(60).put(fieldWithChildren("+s", count));

        assertThatThrownBy(() -> ArrowSchema.parse(bytes.array()))
                .isInstanceOf(ArrowDataException.class)
                .hasMessageEndingWith("there are " + count + " children");
    }

    @Test
    void manyChildrenAtEveryLevelTakeNoMemoryBeforeTheyAreThere() {
        ByteBuffer bytes = ByteBuffer.allocate(20_000_000).order(ByteOrder.LITTLE_ENDIAN);
        for (int level = 0; level < 60; level++) {
            bytes.put(fieldWithChildren("+s", 1_000_000));
        }

        assertThatThrownBy(() -> ArrowSchema.parse(bytes.array())).isInstanceOf(ArrowDataException.class);
    }

    @Test
    void moreFieldsThanAnySchemaHasAreRefused() {
        ByteBuffer bytes = ByteBuffer.allocate(100_100 * 19 + 100);
        bytes.put(fieldWithChildren("+s", 100_001));
        for (int i = 0; i < 100_001; i++) {
            bytes.put(fieldWithChildren("n", 0)).put((byte) 0);
        }

        assertThatThrownBy(() -> ArrowSchema.parse(bytes.array()))
                .isInstanceOf(ArrowDataException.class)
                .hasMessageEndingWith("they hold too many fields");
    }

    @Test
    void aColumnIsNoSchema() {
        byte[] column = SchemaBytes.write(ArrowField.nullable("id", new ArrowType.Int(64, true)));

        assertThatThrownBy(() -> ArrowSchema.parse(column))
                .isInstanceOf(ArrowDataException.class)
                .hasMessage("the schema of a batch is a struct, not int64");
    }

    @Test
    void aNameThatIsNotUtf8IsRefused() {
        byte[] bytes = SchemaBytes.write(ArrowField.nullable("ab", new ArrowType.Bool()));
        bytes[9] = (byte) 0xFF;

        assertThatThrownBy(() -> SchemaBytes.read(bytes))
                .isInstanceOf(ArrowDataException.class)
                .hasMessageEndingWith("a text is not UTF-8");
    }

    private static ArrowSchema everything() {
        return new ArrowSchema(
                types().stream()
                        .map(type -> new ArrowField("c", type, true, METADATA))
                        .toList(),
                METADATA);
    }

    /** A field up to its number of children. */
    private static byte[] fieldWithChildren(String format, int count) {
        return ByteBuffer.allocate(4 + format.length() + 4 + 1 + 4 + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(format.length())
                .put(format.getBytes(UTF_8))
                .putInt(0)
                .put((byte) 0)
                .putInt(0)
                .putInt(count)
                .array();
    }

    /** The description of a field as the Python package has it. */
    private static String json(ArrowField field) {
        String dictionary = field.type() instanceof ArrowType.Dictionary type ? json(type.values()) : "null";
        return Stream.of(
                        quoted(field.type().format()),
                        quoted(field.name()),
                        String.valueOf(field.nullable()),
                        TypeChildren.of(field.type()).stream()
                                .map(SchemaBytesTest::json)
                                .collect(Collectors.joining(",", "[", "]")),
                        metadata(field.metadata()),
                        dictionary,
                        String.valueOf(ExportedTree.flags(field) & ~SchemaStruct.NULLABLE))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String metadata(Metadata metadata) {
        ByteBuffer blob = ByteBuffer.wrap(metadata.toBytes()).order(ByteOrder.nativeOrder());
        List<String> pairs = new ArrayList<>();
        for (int left = blob.hasRemaining() ? blob.getInt() : 0; left > 0; left--) {
            pairs.add("[" + quoted(bytes(blob)) + "," + quoted(bytes(blob)) + "]");
        }
        return "[" + String.join(",", pairs) + "]";
    }

    private static String bytes(ByteBuffer blob) {
        byte[] bytes = new byte[blob.getInt()];
        blob.get(bytes);
        return new String(bytes, ISO_8859_1);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> json.append("\\u%04x".formatted(c)));
        return json.append('"').toString();
    }
}

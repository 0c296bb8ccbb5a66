package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
    private static final ArrowField ITEM = ArrowField.nullable("item", new ArrowType.Int(64, true));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n|null",
                "b|bool",
                "c|int8",
                "C|uint8",
                "s|int16",
                "S|uint16",
                "i|int32",
                "I|uint32",
                "l|int64",
                "L|uint64",
                "e|halffloat",
                "f|float",
                "g|double",
                "u|string",
                "U|large_string",
                "vu|string_view",
                "z|binary",
                "Z|large_binary",
                "vz|binary_view",
                "w:3|fixed_size_binary[3]",
                "d:9,2,32|decimal32(9, 2)",
                "d:38,-2|decimal128(38, -2)",
                "d:76,10,256|decimal256(76, 10)",
                "tdD|date32",
                "tdm|date64",
                "tts|time32[s]",
                "ttm|time32[ms]",
                "ttu|time64[us]",
                "ttn|time64[ns]",
                "tss:|timestamp[s]",
                "tsu:Europe/Oslo|timestamp[us, Europe/Oslo]",
                "tsn:+05:30|timestamp[ns, +05:30]",
                "tDs|duration[s]",
                "tDm|duration[ms]",
                "tDu|duration[us]",
                "tDn|duration[ns]",
                "tiM|month_interval",
                "tiD|day_time_interval",
                "tin|month_day_nano_interval"
            })
    void flatTypesAreReadAndWritten(String format, String text) {
        ArrowType type = FormatParser.parse(format, List.of(), false);

        assertThat(type.format()).isEqualTo(format);
        assertThat(type.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+l|1|list<int64>",
                "+L|1|large_list<int64>",
                "+vl|1|list_view<int64>",
                "+vL|1|large_list_view<int64>",
                "+w:7|1|fixed_size_list<int64>[7]",
                "+s|2|struct<item: int64, item: int64>",
                "+s|0|struct<>",
                "+ud:5,9|2|dense_union<item: int64, item: int64>",
                "+us:0|1|sparse_union<item: int64>",
                "+us:|0|sparse_union<>",
                "+r|2|run_end_encoded<int64, int64>"
            })
    void nestedTypesAreReadAndWritten(String format, int children, String text) {
        ArrowType type = FormatParser.parse(format, children(children), false);

        assertThat(type.format()).isEqualTo(format);
        assertThat(type.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|0|the format '' has its end at position 0, expected a type",
                "x|0|the format 'x' has 'x' at position 0, expected a type",
                "ll|0|the format 'll' has 'l' at position 1, expected the end",
                "tdX|0|the format 'tdX' has 'X' at position 2, expected 'D' or 'm'",
                "tsu|0|the format 'tsu' has its end at position 3, expected ':'",
                "w:|0|the format 'w:' has its end at position 2, expected a number of 32 bits",
                "w:99999999999|0|the format 'w:99999999999' has '9' at position 2, expected a number of 32 bits",
                "w:-1|0|the format 'w:-1' is no type: the size of a fixed binary is negative: -1",
                "d:39,0|0|the format 'd:39,0' is no type: a decimal of 128 bits has 1 to 38 digits, not 39",
                "d:9,2,33|0|the format 'd:9,2,33' is no type: a decimal does not come in 33 bits",
                "+l|2|the format '+l' wants 1 children, but there are 2",
                "l|1|the format 'l' wants 0 children, but there are 1",
                "+m|1|the format '+m' is no type: the entries of a map are structs of two fields, not int64",
                "+us:0,0|2|the format '+us:0,0' is no type: the type ids of a union are different numbers from 0 to 127, not [0, 0]",
                "+us:0;1|2|the format '+us:0;1' has ';' at position 5, expected ','",
                "+q|0|the format '+q' has 'q' at position 1, expected a nested type"
            })
    void whatIsWrongIsNamedByItsPosition(String format, int children, String message) {
        String parsed = format == null ? "" : format;
        assertThatThrownBy(() -> FormatParser.parse(parsed, children(children), false))
                .isInstanceOf(ArrowDataException.class)
                .hasMessage(message);
    }

    @Test
    void anyTextIsATypeOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "ncCsSiIlLefgbuUzZvwdt+:,-0123456789mMDnsrx";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder format = new StringBuilder();
            for (int length = random.nextInt(8); length > 0; length--) {
                format.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                ArrowType type = FormatParser.parse(format.toString(), children(random.nextInt(3)), false);
                assertThat(FormatParser.parse(type.format(), TypeChildren.of(type), false))
                        .as("seed %d, %s", seed, format)
                        .isEqualTo(type);
            } catch (ArrowDataException e) {
                assertThat(e).as("seed %d, %s", seed, format).hasMessageContaining("the format '" + format + "'");
            }
        }
    }

    @Test
    void metadataIsReadAndWritten() {
        Metadata metadata = Metadata.of(Map.of("unit", "µm"));

        assertThat(Metadata.parse(metadata.toBytes())).isEqualTo(metadata).hasSameHashCodeAs(metadata);
        assertThat(metadata.text("unit")).contains("µm");
        assertThat(metadata.text("other")).isEmpty();
        assertThat(metadata).hasToString("{unit=µm}");
        assertThat(Metadata.of(Map.of())).isEqualTo(Metadata.EMPTY).isEqualTo(Metadata.parse(new byte[0]));
        assertThat(Metadata.EMPTY.isEmpty()).isTrue();
        assertThat(metadata.isEmpty()).isFalse();
    }

    @Test
    void metadataThatLeadsOutOfItsBytesIsRefused() {
        byte[] blob = Metadata.of(Map.of("key", "value")).toBytes();
        for (int length = 1; length < blob.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(blob, length);
            assertThatThrownBy(() -> Metadata.parse(cut))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessage("a key or value leads out of the metadata of " + cut.length + " bytes");
        }
        assertThatThrownBy(() -> Metadata.parse(java.util.Arrays.copyOf(blob, blob.length + 2)))
                .isInstanceOf(ArrowDataException.class)
                .hasMessage("2 bytes are left behind the last value of the metadata");
        assertThatThrownBy(() -> Metadata.parse(Samples.ints(-1)))
                .isInstanceOf(ArrowDataException.class)
                .hasMessage("the metadata has a negative number of keys: -1");
    }

    @Test
    void extensionsAreKnownByTheirMetadata() {
        ArrowField field = new ArrowField(
                "id", new ArrowType.FixedBinary(16), true, Metadata.of(Map.of("ARROW:extension:name", "arrow.uuid")));

        assertThat(field.extensionName()).contains("arrow.uuid");
        assertThat(ITEM.extensionName()).isEmpty();
    }

    private static List<ArrowField> children(int count) {
        List<ArrowField> children = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            children.add(ITEM);
        }
        return children;
    }
}

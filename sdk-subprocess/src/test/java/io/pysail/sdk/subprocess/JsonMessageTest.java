package io.pysail.sdk.subprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pysail.sdk.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMessageTest {
    @Test
    void valuesAndBlobsComeOutAsTheyWentIn() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            Map<String, @Nullable Object> json = object(random, 4);
            List<byte[]> blobs = blobs(random);

            JsonMessage message = JsonMessage.parse(JsonMessage.of(json, blobs));

            assertThat(message.json()).isEqualTo(json);
            assertThat(message.blobs()).isEqualTo(blobs.size());
            for (int i = 0; i < blobs.size(); i++) {
                assertThat(message.blob(i)).isEqualTo(blobs.get(i));
            }
            assertThat(JsonMessage.parsePlain(JsonMessage.plain(json)).json()).isEqualTo(json);
        }
    }

    @Test
    void membersKeepTheirOrder() throws IOException {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        for (String name : List.of("z", "a", "m", "b")) {
            json.put(name, 1L);
        }

        assertThat(JsonMessage.parse(JsonMessage.of(json, List.of())).json().keySet())
                .containsExactly("z", "a", "m", "b");
    }

    @Test
    void textThatIsNoUnicodeSurvives() throws IOException {
        String halves = "\ud83d x \ude00 😀 \u0000 \u2028 é";

        assertThat(JsonMessage.parsePlain(JsonMessage.plain(Map.of("text", halves)))
                        .text("text"))
                .isEqualTo(halves);
    }

    @Test
    void aMemberOfAnotherKindIsRefusedWhereItIsWanted() throws IOException {
        JsonMessage message =
                JsonMessage.parsePlain("{\"a\": 1, \"b\": \"1\", \"c\": 1.0, \"d\": null}".getBytes(UTF_8));

        assertThat(message.number("a")).isEqualTo(1);
        assertThat(message.text("b")).isEqualTo("1");
        for (String name : List.of("b", "c", "d", "e")) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> message.number(name))
                    .withMessageContaining("\"" + name + "\"");
        }
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> message.text("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "null",
                "{",
                "{\"a\": }",
                "{\"a\": 1, \"a\": 2}",
                "{} {}",
                "{\"a\": NaN}",
                "{\"a\": 9223372036854775808}",
                "{'a': 1}",
                "{\"a\": \"\n\"}",
                "\u00ef\u00bb\u00bf",
            })
    void whatIsNoObjectOfPlainValuesIsRefused(String json) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> JsonMessage.parsePlain(json.getBytes(UTF_8)));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> JsonMessage.parse(payload(json.length(), json, 0)));
    }

    @Test
    void nestingHasALimit() throws IOException {
        assertThat(JsonMessage.parsePlain(nested(63)).json()).containsKey("a");

        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> JsonMessage.parsePlain(nested(64)));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> JsonMessage.parsePlain(nested(5_000_000)));
    }

    @Test
    void theNumberOfValuesHasALimit() {
        byte[] json = ("{\"a\": [" + "0,".repeat(5_000_000) + "0]}").getBytes(UTF_8);

        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> JsonMessage.parsePlain(json));
    }

    @Test
    void lengthsThatAreNotThoseOfThePayloadAreRefused() throws IOException {
        assertThat(JsonMessage.parse(payload(18, "{\"blobs\": [1, 2]} ", 3)).blobs())
                .isEqualTo(2);

        for (byte[] payload : List.of(
                new byte[0],
                new byte[3],
                payload(19, "{\"blobs\": [1, 2]} ", 0),
                payload(-1, "{}", 0),
                payload(Integer.MIN_VALUE, "{}", 0),
                payload(2, "{}", 1),
                payload(18, "{\"blobs\": [1, 2]} ", 2),
                payload(18, "{\"blobs\": [1, 2]} ", 4),
                payload(18, "{\"blobs\": [-1,4]} ", 3),
                payload(18, "{\"blobs\": [1.0]}  ", 1),
                payload(18, "{\"blobs\": {}}     ", 0),
                payload(40, "{\"blobs\": [4294967297, 9223372036854775]}", 3))) {
            assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> JsonMessage.parse(payload));
        }
    }

    @Test
    void anyPayloadIsAMessageOrRefused() {
        Random random = new Random(2);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] payload = JsonMessage.of(object(random, 3), blobs(random));
            for (int i = random.nextInt(3); i >= 0; i--) {
                payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (random.nextInt(4) == 0) {
                payload = Arrays.copyOf(payload, random.nextInt(payload.length + 4));
            }
            try {
                JsonMessage message = JsonMessage.parse(payload);
                int bytes = 0;
                for (int i = 0; i < message.blobs(); i++) {
                    bytes += message.blob(i).length;
                }
                assertThat(bytes).isLessThan(payload.length);
            } catch (ProtocolException _) {
                refused++;
            }
        }
        assertThat(refused).isBetween(2_000, 19_500);
    }

    @Test
    void aBlobThatIsNotThereIsAMistakeOfTheCaller() throws IOException {
        JsonMessage message = JsonMessage.parse(JsonMessage.of(Map.of(), List.of(new byte[1])));

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> message.blob(1));
    }

    @Test
    void messagesOfACommitThatAreTooLongTogetherAreRefusedBeforeTheyAreCopied() {
        List<byte[]> blobs = Collections.nCopies(17, new byte[16 << 20]);

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> JsonMessage.of(Map.of("verb", "commit"), blobs))
                .withMessageContaining("can be sent to a worker process");
    }

    @Test
    void whatHasNoFormInJsonIsNotWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonMessage.of(Map.of("a", new Object()), List.of()))
                .withMessageContaining("java.lang.Object");
    }

    private static byte[] nested(int depth) {
        return ("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(UTF_8);
    }

    private static byte[] payload(int length, String json, int more) {
        byte[] text = json.getBytes(UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + text.length + more)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .put(text)
                .array();
    }

    private static List<byte[]> blobs(Random random) {
        List<byte[]> blobs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            byte[] blob = new byte[random.nextInt(50)];
            random.nextBytes(blob);
            blobs.add(blob);
        }
        return blobs;
    }

    private static Map<String, @Nullable Object> object(Random random, int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.put(Integer.toString(random.nextInt(), 36) + "é" + i, value(random, depth));
        }
        return object;
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> text(random);
            case 1 -> random.nextLong();
            case 2 -> random.nextDouble() * Math.pow(10, random.nextInt(600) - 300);
            case 3 -> random.nextBoolean();
            case 4 -> null;
            case 5 -> object(random, depth - 1);
            default -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(random, depth - 1));
                }
                yield items;
            }
        };
    }

    /** Any characters, halves of pairs among them. */
    private static String text(Random random) {
        char[] text = new char[random.nextInt(8)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) (random.nextBoolean() ? 32 + random.nextInt(95) : random.nextInt(0x10000));
        }
        return new String(text);
    }
}

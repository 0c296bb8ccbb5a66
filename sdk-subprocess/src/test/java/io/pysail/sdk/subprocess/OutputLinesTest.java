package io.pysail.sdk.subprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputLinesTest {
    private final List<String> lines = new ArrayList<>();
    private final OutputLines output = new OutputLines(lines::add);

    @Test
    void aLineIsOneHoweverItComes() {
        for (byte each : "first\nsecöñd\r\n\nlast".getBytes(UTF_8)) {
            output.add(new byte[] {each}, 1);
        }
        assertThat(lines).containsExactly("first", "secöñd", "");

        output.end();
        output.end();

        assertThat(lines).containsExactly("first", "secöñd", "", "last");
    }

    @Test
    void whatATerminalWouldObeyIsEscaped() {
        print("\u001b[31mred\u001b[0m\tand\u0007 \u202e\u2028 10%\r100%\n");

        assertThat(lines).containsExactly("\\u{1b}[31mred\\u{1b}[0m\tand\\u{7} \\u{202e}\\u{2028} 10%\\u{d}100%");
    }

    @Test
    void whatIsNotUtf8IsReplaced() {
        output.add(new byte[] {'a', (byte) 0xFF, (byte) 0xC3, '\n'}, 4);

        assertThat(lines).containsExactly("a\ufffd\ufffd");
    }

    @Test
    void aLineWithoutEndIsCutBetweenCharacters() {
        for (String character : List.of("x", "é", "€", "😀")) {
            lines.clear();
            String all = "-" + character.repeat(50_000);

            print(all + "\n");

            assertThat(lines)
                    .allSatisfy(line -> assertThat(line.getBytes(UTF_8).length).isBetween(1, 8192));
            assertThat(lines).hasSize(1 + all.getBytes(UTF_8).length / 8192);
            assertThat(String.join("", lines)).isEqualTo(all);
        }
    }

    @Test
    void bytesThatAreNoCharacterAreCutAnywhere() {
        byte[] rubbish = new byte[20_000];
        Arrays.fill(rubbish, (byte) 0x80);

        output.add(rubbish, rubbish.length);
        output.end();

        assertThat(String.join("", lines)).isEqualTo("\ufffd".repeat(20_000));
    }

    @Test
    void theLastBytesAreKeptOfHoweverMany() {
        LastBytes last = new LastBytes();
        assertThat(last.text()).isEmpty();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            String piece = i % 100 == 99 ? "x".repeat(70_000 + i % 7) : i + ",";
            all.append(piece);
            last.add(piece.getBytes(UTF_8), piece.length());
            all.delete(0, Math.max(0, all.length() - LastBytes.MOST));
            if (i % 1000 == 42) {
                assertThat(last.text()).isEqualTo(all.toString());
            }
        }
    }

    private void print(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        output.add(bytes, bytes.length);
    }
}

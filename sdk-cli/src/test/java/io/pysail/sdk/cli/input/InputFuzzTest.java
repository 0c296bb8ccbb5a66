package io.pysail.sdk.cli.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.fail;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, it is read or refused, and nothing else happens. */
class InputFuzzTest {
    private static final List<String> PIECES = List.of(
            "\"",
            "\"\"",
            ",",
            "\n",
            "\r",
            "\r\n",
            "{",
            "}",
            "[",
            "]",
            ":",
            "null",
            "1e999999999",
            "-",
            "0",
            "\\u",
            "\\ud800",
            "\u00ef\u00bb\u00bf",
            "\u00ff",
            "\u00c3",
            "\0",
            "NaN",
            "2024-02-30",
            "P1D",
            "[[\"k\",1]]");

    private static final String CSV = """
            a,b,c,d,e,f
            1,x,1.50,2024-02-29T12:00:00Z,"[[""k"",1]]",0.5
            2,"y, ""z""
            ",-3.25,,,NaN
            """;

    private static final String JSON = """
            {"a":1,"b":"x","c":"1.50","d":"2024-02-29T12:00:00Z","e":[["k",1]],"f":0.5}
            {"a":2,"b":"y\\n","c":-3.25,"d":null,"e":{"k":null},"f":"NaN"}
            """;

    private static final ArrowSchema SCHEMA = ArrowSchema.of(
            field("a", "LONG"),
            field("b", "STRING"),
            field("c", "DECIMAL(5,2)"),
            field("d", "TIMESTAMP"),
            field("e", "MAP<STRING,LONG>"),
            field("f", "DOUBLE"));

    private static ArrowField field(String name, String type) {
        return ArrowField.nullable(name, Inputs.column(type).fields().getFirst().type());
    }

    @Test
    void damagedFilesAreReadOrRefused() {
        long seed = Long.getLong("sail.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("sail.fuzz.seconds", 2));
        while (System.nanoTime() < end) {
            String csv = damaged(CSV, random);
            String json = damaged(JSON, random);
            tries(seed, csv, () -> Inputs.rows(CsvInput.open("x", bytes(csv), SCHEMA, 300)));
            tries(seed, csv, () -> SchemaGuess.ofCsv("x", bytes(csv)));
            tries(seed, json, () -> Inputs.rows(JsonLinesInput.open("x", bytes(json), SCHEMA, 300)));
            tries(seed, json, () -> SchemaGuess.ofJsonLines("x", bytes(json)));
        }
    }

    private interface Reading {
        Object run() throws IOException;
    }

    private static void tries(long seed, String text, Reading reading) {
        try {
            var _ = reading.run();
        } catch (InputException e) {
            // refused, with a message that says where
            if (!String.valueOf(e.getMessage()).startsWith("x")) {
                fail("seed " + seed + ": " + e.getMessage(), e);
            }
        } catch (IOException | RuntimeException e) {
            fail("seed " + seed + ": " + e + " for:\n" + text, e);
        }
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(damaged.length() + 1);
            int end = Math.min(damaged.length(), at + random.nextInt(4));
            switch (random.nextInt(4)) {
                case 0 -> damaged.delete(at, end);
                case 1 -> damaged.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> damaged.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                default -> damaged.insert(at, (char) random.nextInt(256));
            }
        }
        return damaged.toString();
    }

    private static ByteArrayInputStream bytes(String latin) {
        return new ByteArrayInputStream(latin.getBytes(ISO_8859_1));
    }
}

package io.pysail.sdk.spi.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A sample of the catalogue as some CPythons marshalled it once. {@link #main} writes the file of them, {@code
 * marshalled.tsv.gz}, what several made only once; its arguments are the file and the interpreters. To be run by hand,
 * with the tests on the class path, when the catalogue has changed.
 */
final class GoldenRows {
    private final String makers;
    private final RowSample sample;
    private final byte[] bytes;
    private final String rows;

    private GoldenRows(String makers, RowSample sample, byte[] bytes, String rows) {
        this.makers = makers;
        this.sample = sample;
        this.bytes = bytes;
        this.rows = rows;
    }

    static List<GoldenRows> read() throws IOException {
        Map<String, RowSample> samples = RowTypeCatalogue.samples();
        try (InputStream in = new GZIPInputStream(GoldenRows.class.getResourceAsStream("marshalled.tsv.gz"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> of(line, samples))
                    .toList();
        }
    }

    private static GoldenRows of(String line, Map<String, RowSample> samples) {
        String[] parts = line.split("\t", -1);
        RowSample sample = Objects.requireNonNull(samples.get(parts[1]), line);
        return new GoldenRows(parts[0], sample, Base64.getDecoder().decode(parts[2]), parts[3]);
    }

    /** The CPythons and versions of marshal. */
    String makers() {
        return makers;
    }

    RowSample sample() {
        return sample;
    }

    byte[] bytes() {
        return bytes;
    }

    /** What the bytes mean, as {@link CellText} writes it. */
    String rows() {
        return rows;
    }

    public static void main(String[] args) throws Exception {
        Map<String, Set<String>> makers = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        RowTypeCatalogue.samples().forEach((name, sample) -> {
            for (int version : new int[] {2, 4}) {
                names.add(name);
                commands.add(MarshalledRows.dump(version, sample));
            }
        });
        for (int i = 1; i < args.length; i++) {
            Path interpreter = Path.of(args[i]);
            List<String> answers = MarshalledRows.ask(interpreter, commands);
            for (int k = 0; k < answers.size(); k++) {
                String[] parts = answers.get(k).split("\t", -1);
                String bytes = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(parts[0]));
                makers.computeIfAbsent(names.get(k) + "\t" + bytes + "\t" + parts[1], _ -> new LinkedHashSet<>())
                        .add(interpreter.getName(interpreter.getNameCount() - 3) + "/" + (k % 2 * 2 + 2));
            }
        }
        StringBuilder lines = new StringBuilder();
        makers.forEach((line, by) ->
                lines.append(String.join(" ", by)).append('\t').append(line).append('\n'));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(args[0])))) {
            out.write(lines.toString().getBytes(UTF_8));
        }
    }
}

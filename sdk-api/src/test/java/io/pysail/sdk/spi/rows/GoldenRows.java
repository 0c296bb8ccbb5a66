package io.pysail.sdk.spi.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Writes {@code marshalled.tsv.gz}: the catalogue as each CPython marshals it, what is the same only once. Its arguments are
 * the file and the interpreters. To be run by hand, with the tests on the class path, when the catalogue has changed.
 */
final class GoldenRows {
    private GoldenRows() {}

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

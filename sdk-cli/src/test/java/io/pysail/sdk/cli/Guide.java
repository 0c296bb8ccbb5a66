package io.pysail.sdk.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The code of a page: files, which a line with their name stands above, and commands with what they print.
 *
 * @param files blocks with a language, by the name above them
 * @param commands blocks without one, cut at each line that begins with a dollar
 */
record Guide(List<Block> files, List<Block> commands) {
    private static final String FENCE = "```";

    /** A file, or a command and its output. */
    record Block(String name, String text) {}

    static Guide of(String page) {
        List<Block> files = new ArrayList<>();
        List<Block> commands = new ArrayList<>();
        List<String> lines = page.lines().toList();
        String above = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FENCE)) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
                List<String> inside = lines.subList(i + 1, end);
                if (line.equals(FENCE)) {
                    commands.addAll(commands(inside));
                } else {
                    files.add(new Block(nameIn(above), String.join("\n", inside) + "\n"));
                }
                i = end;
            } else if (!line.isBlank()) {
                above = line;
            }
        }
        return new Guide(List.copyOf(files), List.copyOf(commands));
    }

    private static String nameIn(String above) {
        if (!above.matches("`[\\w.]+`:")) {
            throw new IllegalArgumentException(
                    "no line with the name of a file stands above the block after: " + above);
        }
        return above.substring(1, above.length() - 2);
    }

    private static List<Block> commands(List<String> lines) {
        List<Block> commands = new ArrayList<>();
        String block = "\n" + String.join("\n", lines) + "\n";
        for (String command : block.split("\n\\$ ", -1)) {
            if (!command.isBlank()) {
                String[] parts = command.split("\n", 2);
                commands.add(new Block(parts[0], parts[1].stripTrailing() + "\n"));
            }
        }
        return commands;
    }
}

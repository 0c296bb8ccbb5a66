package io.pysail.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Unit;
import io.pysail.sdk.filter.AlwaysFalse;
import io.pysail.sdk.filter.Not;
import io.pysail.sdk.filter.Predicate;
import io.pysail.sdk.filter.PredicateException;
import io.pysail.sdk.filter.Pushable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the table in {@code docs/guide/filters.md} says of conditions is what becomes of them. */
class FilterTableTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern FILTER = Pattern.compile("[A-Z]\\w+(\\([A-Z]\\w+\\))?");
    private static final ArrowType TEXT = new ArrowType.Text(Storage.REGULAR);
    private static final ArrowSchema SCHEMA = ArrowSchema.of(
            ArrowField.nullable("i", new ArrowType.Int(32, true)),
            ArrowField.nullable("j", new ArrowType.Int(32, true)),
            ArrowField.nullable("tiny", new ArrowType.Int(8, true)),
            ArrowField.nullable("x", new ArrowType.Floating(64)),
            ArrowField.nullable("f", new ArrowType.Floating(32)),
            ArrowField.nullable("flag", new ArrowType.Bool()),
            ArrowField.nullable("name", TEXT),
            ArrowField.nullable("day", new ArrowType.Date(DateUnit.DAY)),
            ArrowField.nullable("at", new ArrowType.Timestamp(Unit.MICROSECOND, "UTC")),
            ArrowField.nullable("place", new ArrowType.Struct(List.of(ArrowField.nullable("town", TEXT)))));

    /** A condition of the table, and what it says of it. */
    private record Row(Predicate condition, Set<String> filters, String stays) {}

    @Test
    void eachConditionIsOfferedAsTheTableSays() throws IOException {
        List<Row> rows = rows();

        assertThat(rows).hasSizeGreaterThan(40).allSatisfy(row -> {
            List<Pushable> parts =
                    row.condition.conjuncts().stream().map(Pushable::of).toList();
            Set<String> offered = parts.stream()
                    .flatMap(part -> part.filters().stream())
                    .map(FilterTableTest::nameOf)
                    .collect(Collectors.toSet());

            assertThat(row.filters).as("filters of " + row.condition).containsAll(offered);
            assertThat(offered.isEmpty()).isEqualTo(row.filters.isEmpty());
            assertThat(parts.stream().allMatch(Pushable::whole))
                    .as("is done: " + row.condition)
                    .isEqualTo(!row.stays.startsWith("always"));
            assertThat(row.condition instanceof AlwaysFalse)
                    .as("no row: " + row.condition)
                    .isEqualTo(row.stays.startsWith("no row passes"));
            assertThat(offered.contains("Or")).as("joined: " + row.condition).isEqualTo(row.stays.startsWith("unless"));
        });
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/guide/filters.md"))) {
            String[] cells = line.split(" ?\\| ?", -1);
            if (cells.length == 5) {
                Set<String> filters = code(cells[2])
                        .map(code -> code.replaceAll("\\(…[^()]*\\)", ""))
                        .filter(code -> FILTER.matcher(code).matches())
                        .collect(Collectors.toSet());
                code(cells[1]).forEach(code -> add(rows, code, filters, cells[3]));
            }
        }
        return rows;
    }

    private static Stream<String> code(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1));
    }

    /** What is no condition, but a word of the language, is skipped. */
    private static void add(List<Row> rows, String condition, Set<String> filters, String stays) {
        try {
            rows.add(new Row(Predicate.parse(condition, SCHEMA).asCondition(), filters, stays));
        } catch (PredicateException e) {
            assertThat(condition).matches("\\w+");
        }
    }

    private static String nameOf(Predicate filter) {
        return filter instanceof Not(var child)
                ? "Not(" + nameOf(child) + ")"
                : filter.getClass().getSimpleName();
    }
}

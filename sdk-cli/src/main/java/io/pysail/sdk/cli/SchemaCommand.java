package io.pysail.sdk.cli;

import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cli.output.DdlName;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sail schema}. */
@Command(
        name = "schema",
        description = "Shows the columns of a source: names, types, and whether they may be null.",
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
    private final SourceAccess access;

    @Mixin
    private ReadArguments source = new ReadArguments();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    SchemaCommand(SourceAccess access) {
        this.access = access;
    }

    @Override
    public Integer call() {
        GlobalOptions options = GlobalOptions.of(spec.commandLine());
        PrintWriter out = spec.commandLine().getOut();
        try (DataSources sources = access.open(options);
                DataSource opened = source.open(sources)) {
            if (options.json()) {
                json(opened.schema(), out);
            } else {
                text(opened.schema(), out);
            }
        }
        return 0;
    }

    private static void text(ArrowSchema schema, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("COLUMN", "TYPE", "NULLABLE"));
        for (ArrowField field : schema.fields()) {
            rows.add(List.of(field.name(), DdlName.of(field.type()), field.nullable() ? "yes" : "no"));
        }
        AlignedColumns.print(rows, out);
    }

    private static void json(ArrowSchema schema, PrintWriter out) {
        Json.print(out, json -> {
            json.writeStartArray();
            for (ArrowField field : schema.fields()) {
                json.writeStartObject();
                json.writeStringProperty("name", field.name());
                json.writeStringProperty("type", DdlName.of(field.type()));
                json.writeStringProperty("arrow", field.type().text());
                json.writeBooleanProperty("nullable", field.nullable());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}

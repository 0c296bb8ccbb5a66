package io.pysail.sdk.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the verbs, with what they share. */
final class CommandFactory implements IFactory {
    private final ProcessEnd end;
    private final CommandOutput output;

    CommandFactory(ProcessEnd end, CommandOutput output) {
        this.end = end;
        this.output = output;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == DoctorCommand.class) {
            return type.cast(new DoctorCommand(end, output));
        }
        if (type == ListCommand.class) {
            return type.cast(new ListCommand(new SourceAccess(end)));
        }
        if (type == SchemaCommand.class) {
            return type.cast(new SchemaCommand(new SourceAccess(end)));
        }
        if (type == ReadCommand.class) {
            return type.cast(new ReadCommand(new SourceAccess(end), output));
        }
        if (type == WriteCommand.class) {
            return type.cast(new WriteCommand(new SourceAccess(end), end));
        }
        return CommandLine.defaultFactory().create(type);
    }
}

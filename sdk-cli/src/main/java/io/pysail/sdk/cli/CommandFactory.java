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
        return type == DoctorCommand.class
                ? type.cast(new DoctorCommand(end, output))
                : CommandLine.defaultFactory().create(type);
    }
}

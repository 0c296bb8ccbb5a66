package io.pysail.sdk.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the verbs, with what they share. */
final class CommandFactory implements IFactory {
    private final ProcessEnd end;

    CommandFactory(ProcessEnd end) {
        this.end = end;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        return type == DoctorCommand.class
                ? type.cast(new DoctorCommand(end))
                : CommandLine.defaultFactory().create(type);
    }
}

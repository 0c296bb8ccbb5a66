package io.pysail.sdk.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class SailVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"sail " + number()};
    }

    static String number() {
        String version = SailVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(not built as a jar)" : version;
    }
}

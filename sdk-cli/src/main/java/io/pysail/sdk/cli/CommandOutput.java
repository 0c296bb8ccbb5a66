package io.pysail.sdk.cli;

import io.pysail.sdk.cli.descriptor.DataTarget;
import io.pysail.sdk.cli.descriptor.Terminal;

/**
 * Where a verb puts its data, unless the user names a file.
 *
 * @param data standard output
 * @param terminal what is behind it
 */
record CommandOutput(DataTarget data, Terminal terminal) {}

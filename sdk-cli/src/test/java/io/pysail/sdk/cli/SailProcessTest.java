package io.pysail.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cli.descriptor.Shell;
import io.pysail.sdk.cli.descriptor.Shell.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command as a process of its own. */
@Timeout(120)
class SailProcessTest {
    private static final String SAIL = "$java io.pysail.sdk.cli.Sail ";
    private static final String FULL = "error: cannot write to standard output: No space left on device\n";

    @Test
    void doctorOnAFullDiskSaidNothingAndEndedWithZero() throws Exception {
        assertThat(Shell.run(SAIL + "doctor > /dev/full")).isEqualTo(new Ended(1, "", FULL));
    }

    @Test
    void helpThatNobodyGetsIsAFailureToo() throws Exception {
        assertThat(Shell.run(SAIL + "--help > /dev/full")).isEqualTo(new Ended(1, "", FULL));
    }

    @Test
    void anEnvironmentThatIsNotAsItMustBeStaysTheFirstThingThatIsWrong() throws Exception {
        assertThat(Shell.run(SAIL + "doctor --python /does/not/exist > /dev/full"))
                .isEqualTo(new Ended(2, "", FULL));
    }

    @Test
    void aReaderThatHasReadEnoughIsNoFailure() throws Exception {
        Ended ended = Shell.run(SAIL + "--help | true; echo ${PIPESTATUS[0]}");

        assertThat(ended).isEqualTo(new Ended(0, "0\n", ""));
    }
}

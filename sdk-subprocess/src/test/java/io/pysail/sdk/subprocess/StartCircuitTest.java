package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StartCircuitTest {
    private final StartException failure = new StartException("it failed", "", StartException.Retry.SOON, null);

    private long now = Long.MAX_VALUE - 5; // a clock may start anywhere, and overflow
    private double random = 1;
    private final StartCircuit circuit = new StartCircuit(() -> now, () -> random);

    @Test
    void withoutFailuresThereIsNoWait() {
        assertThat(circuit.ask()).isEqualTo(new StartCircuit.Start());
        circuit.succeeded();
        assertThat(circuit.ask()).isEqualTo(new StartCircuit.Start());
    }

    @Test
    void eachFailureDoublesTheWait() {
        for (int millis : new int[] {50, 100, 200, 400}) {
            circuit.failed(failure);

            assertThat(circuit.ask())
                    .isEqualTo(new StartCircuit.Wait(Duration.ofMillis(millis).toNanos()));
        }
    }

    @Test
    void theWaitIsPartlyAtRandomAndEnds() {
        random = 0;
        circuit.failed(failure);
        assertThat(circuit.ask())
                .isEqualTo(new StartCircuit.Wait(Duration.ofMillis(25).toNanos()));

        now += Duration.ofMillis(20).toNanos();
        assertThat(circuit.ask())
                .isEqualTo(new StartCircuit.Wait(Duration.ofMillis(5).toNanos()));

        now += Duration.ofMillis(5).toNanos();
        assertThat(circuit.ask()).isEqualTo(new StartCircuit.Start());
    }

    @Test
    void failuresThatAreRareWaitTenSecondsAtMost() {
        for (int i = 0; i < 20; i++) {
            now += Duration.ofSeconds(61).toNanos();
            circuit.failed(failure);
        }

        assertThat(circuit.state()).isEqualTo(StartCircuit.State.CLOSED);
        assertThat(circuit.ask())
                .isEqualTo(new StartCircuit.Wait(Duration.ofSeconds(10).toNanos()));
    }

    @Test
    void fiveFailuresWithinAMinuteOpenIt() {
        open();

        assertThat(circuit.state()).isEqualTo(StartCircuit.State.OPEN);
        assertThat(circuit.ask()).isEqualTo(new StartCircuit.Refusal(failure));
    }

    @Test
    void afterThePauseOneAloneTries() {
        open();
        now += StartCircuit.PAUSE.toNanos();

        assertThat(circuit.ask()).isEqualTo(new StartCircuit.Start());
        assertThat(circuit.ask()).isEqualTo(new StartCircuit.Refusal(failure));
        assertThat(circuit.state()).isEqualTo(StartCircuit.State.TRIAL);
    }

    @Test
    void aTrialThatFailsIsAnotherPause() {
        open();
        now += StartCircuit.PAUSE.toNanos();
        circuit.ask();

        circuit.failed(failure);

        assertThat(circuit.ask()).isEqualTo(new StartCircuit.Refusal(failure));
        now += StartCircuit.PAUSE.toNanos();
        assertThat(circuit.ask()).isEqualTo(new StartCircuit.Start());
    }

    @Test
    void aTrialThatSucceedsForgetsAllFailures() {
        open();
        now += StartCircuit.PAUSE.toNanos();
        circuit.ask();

        circuit.succeeded();

        assertThat(circuit.state()).isEqualTo(StartCircuit.State.CLOSED);
        circuit.failed(failure);
        assertThat(circuit.ask())
                .isEqualTo(new StartCircuit.Wait(Duration.ofMillis(50).toNanos()));
    }

    @Test
    void aTrialThatNobodyWaitsForLeavesItToTheNext() {
        open();
        now += StartCircuit.PAUSE.toNanos();
        circuit.ask();

        circuit.abandoned();

        assertThat(circuit.ask()).isEqualTo(new StartCircuit.Start());
    }

    private void open() {
        for (int i = 0; i < 5; i++) {
            circuit.failed(failure);
        }
    }
}

package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who lives how long, and what is hidden on the way. */
class DataSourcesTest {
    private final InMemoryExecutor executor = InMemoryExecutor.empty();

    @Test
    void closingClosesWhatIsOpenInsideOut() {
        DataSources sources = DataSources.over(executor);
        var _ = sources.named("numbers").open().scan().plan();

        sources.close();

        assertThat(executor.events).containsExactly("scan closed", "session closed", "runner closed");
    }

    @Test
    void aRestoredScanIsClosedWithTheSources() {
        DataSources sources = DataSources.over(executor);
        byte[] bytes;
        try (DataSource source = sources.named("numbers").open()) {
            bytes = source.scan().plan().toBytes();
        }
        executor.events.clear();
        var _ = sources.scan(bytes);

        sources.close();

        assertThat(executor.events).containsExactly("scan closed", "runner closed");
    }

    @Test
    void theExecutorStaysTheCallers() {
        DataSources.over(executor).close();

        assertThat(executor.events).doesNotContain("executor closed");
    }

    @Test
    void closingTwiceClosesOnce() {
        DataSources sources = DataSources.over(executor);
        DataSource source = sources.named("numbers").open();

        source.close();
        source.close();
        sources.close();
        sources.close();

        assertThat(executor.events).containsExactly("session closed", "runner closed");
    }

    @Test
    void oneThatFailsToCloseDoesNotKeepTheOthersOpen() {
        DataSources sources = DataSources.over(executor);
        var _ = sources.named("a").open().scan().plan();
        var _ = sources.named("b").open().scan().plan();
        executor.failsToClose = new IllegalStateException("stuck");

        assertThatThrownBy(sources::close).hasMessage("stuck");

        assertThat(Collections.frequency(executor.events, "session closed")).isEqualTo(2);
        assertThat(Collections.frequency(executor.events, "scan closed")).isEqualTo(2);
        assertThat(executor.events.getLast()).isEqualTo("runner closed");
    }

    @Test
    void whatIsClosedRefusesToOpenMore() {
        DataSources sources = DataSources.over(executor);
        DataSource source = sources.named("numbers").open();
        byte[] bytes = source.scan().plan().toBytes();

        source.close();
        assertThatThrownBy(() -> source.scan().plan())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this data source is closed");

        sources.close();
        assertThatThrownBy(() -> sources.named("numbers").open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("these data sources are closed");
        assertThatThrownBy(() -> sources.scan(bytes)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(sources::list).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(sources::inspect).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aScanThatCannotBeUsedIsNotHeld() {
        DataSources sources = DataSources.over(executor);
        PlanBytes.ScanForm form;
        try (DataSource source = sources.named("numbers").open()) {
            form = PlanBytes.readScan(source.scan().plan().toBytes());
        }
        executor.events.clear();
        byte[] otherColumn = PlanBytes.write(
                new PlanBytes.ScanForm(form.id(), form.plan(), form.wishes().withColumns(List.of("nope"))));

        assertThatThrownBy(() -> sources.scan(otherColumn))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("there is no column \"nope\"");

        sources.close();
        assertThat(executor.events).containsExactly("runner closed");
    }

    @Test
    void anUnknownColumnIsToldBeforeTheSourceIsAsked() {
        executor.refusesToPlan = InternalException.of("asked");
        try (DataSources sources = DataSources.over(executor);
                DataSource source = sources.named("numbers").open()) {
            assertThatThrownBy(() -> source.scan().select("nope").plan()).isInstanceOf(UsageException.class);
        }
    }

    @Test
    void aNegativeLimitIsRefusedWithItsValue() {
        try (DataSources sources = DataSources.over(executor);
                DataSource source = sources.named("numbers").open()) {
            assertThatThrownBy(() -> source.scan().limit(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a limit is 0 or more, not -1");
        }
    }

    @Test
    void aPartitionOfAnotherScanIsRefused() {
        try (DataSources sources = DataSources.over(executor);
                DataSource source = sources.named("numbers").open()) {
            Scan one = source.scan().plan();
            Scan other = source.scan().plan();
            Partition partition = other.partitions().get(1);

            assertThatThrownBy(() -> one.read(partition))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("partition 1 is another scan's, not one of numbers");
            assertThatThrownBy(() -> one.partition(partition.toBytes()))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("these bytes are a partition of another scan than that of numbers");
        }
    }

    @Test
    void theSecretsOfTheOptionsAreHiddenInEveryRefusal() {
        try (DataSources sources = DataSources.over(executor)) {
            DataSourceSpec spec = sources.named("numbers").option("password", "hunter22");
            DataSource source = spec.open();
            byte[] bytes = source.scan().plan().toBytes();
            executor.refusesToOpen = UsageException.of("hunter22");
            executor.refusesToPlan = UsageException.of("hunter22");

            assertThatThrownBy(spec::open).hasMessage("***");
            assertThatThrownBy(() -> source.scan().plan()).hasMessage("***");
            assertThatThrownBy(() -> sources.scan(bytes)).hasMessage("***");
        }
    }

    @Test
    void thePlanTellsSourcePartitionsColumnsAndLimit() {
        try (DataSources sources = DataSources.over(executor);
                DataSource source = sources.named("numbers").open()) {
            assertThat(source.scan().plan().explain())
                    .isEqualTo(
                            "PythonDataSourceExec: numbers, partitions=2, pushed=[], residual=[], columns=[id], reader=pickle");
            assertThat(source.scan().select().limit(3).plan().explain())
                    .isEqualTo(
                            "PythonDataSourceExec: numbers, partitions=2, pushed=[], residual=[], columns=[], limit=3, reader=pickle");
        }
    }
}

package io.pysail.sdk;

import static io.pysail.sdk.filter.Column.col;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.pysail.sdk.Pushdown.Classification;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.LongColumn;
import io.pysail.sdk.filter.PredicateException;
import io.pysail.sdk.spi.FilterAnswer;
import io.pysail.sdk.spi.FilterAnswer.Taken;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What a scan asks a source to leave out, and what its readers leave out instead. */
class FilteredScanTest {
    /** Four batches of ten numbers, whatever it is asked for. */
    private final InMemoryExecutor executor = InMemoryExecutor.giving(number -> Batches.longs(number * 10, 10), 4);

    @Test
    void readersLeaveOutWhatTheSourceGivesTooMuch() {
        assertThat(read(scan -> scan.where(col("id").ge(8), col("id").lt(12)).applyResidual()))
                .containsExactly(8L, 9L, 10L, 11L);
    }

    @Test
    void batchesOfWhichNothingIsLeftAreNotGivenOut() {
        try (DataSources sources = DataSources.over(executor);
                DataSource source = sources.named("numbers").open()) {
            Scan scan = source.scan().where("id = 25").applyResidual().plan();
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                assertThat(reader.next()).isTrue();
                assertThat(reader.batch().rowCount()).isEqualTo(1);
                assertThat(reader.next()).isFalse();
            }
        }
    }

    @Test
    void theResidualIsTheCallersUnlessReadersApplyIt() {
        assertThat(read(scan -> scan.where("id = 25"))).hasSize(40);
    }

    @Test
    void aLimitCountsWhatIsLeft() {
        assertThat(read(scan -> scan.where("id >= 8").limit(3).applyResidual())).containsExactly(8L, 9L, 10L);
        assertThat(executor.lastRequest.limit())
                .as("the source takes no filters, as far as we know")
                .isEqualTo(3L);
        assertThat(read(scan -> scan.where("id = id").limit(3).applyResidual())).containsExactly(0L, 1L, 2L);
        assertThat(executor.lastRequest.limit()).isNull();
    }

    @Test
    void aSourceThatTakesAConditionExactlyIsBelieved() {
        executor.taking = _ -> new FilterAnswer(Taken.EXACT, "");

        assertThat(read(scan -> scan.where("id = 25").applyResidual())).hasSize(40);
        assertThat(read(scan -> scan.where("id = 25").verifyFilters().applyResidual()))
                .containsExactly(25L);
    }

    @Test
    void aSourceThatTakesAConditionInexactlyIsNot() {
        executor.taking = _ -> new FilterAnswer(Taken.INEXACT, "blocks of ten");

        assertThat(read(scan -> scan.where("id = 25").applyResidual())).containsExactly(25L);
        assertThat(plan(scan -> scan.where("id = 25")).residual())
                .extracting(Pushdown.Condition::classification, Pushdown.Condition::reason)
                .containsExactly(tuple(Classification.INEXACT, "blocks of ten"));
    }

    @Test
    void theSourceIsTheOneThatStopsWhereItSaysSo() {
        executor.taking = _ -> new FilterAnswer(Taken.EXACT, "");
        executor.takesLimits = true;

        Scan scan = plan(builder -> builder.where("id > 1").limit(5));

        assertThat(scan.pushdown().limit()).isTrue();
        assertThat(scan.explain()).contains("pushed=[id > 1], residual=[]").contains("limit=5 (pushed)");
    }

    @Test
    void whyASourceRefusesTellsNoSecret() {
        executor.taking = _ -> new FilterAnswer(Taken.REFUSED, "user with hunter2 may not");
        try (DataSources sources = DataSources.over(executor);
                DataSource source =
                        sources.named("numbers").option("password", "hunter2").open()) {
            Scan scan = source.scan().where("id = 25").plan();

            assertThat(scan.pushdown().toString()).contains("user with *** may not");
            assertThat(scan.explain()).contains("user with *** may not");
        }
    }

    @Test
    void nothingIsReadWhereNoRowCanPass() {
        assertThat(read(scan -> scan.where("id > 0 AND id = 0.5"))).isEmpty();
        assertThat(executor.lastRequest.filters()).isEmpty();
        assertThat(executor.lastRequest.limit()).isNull();
        assertThat(plan(scan -> scan.where("id = 0.5").limit(3)).explain())
                .contains("pushed=[], residual=[]", ", no row can pass, ")
                .doesNotContain("limit");
    }

    @Test
    void aWrongConditionIsRefusedBeforePythonRuns() {
        assertThatThrownBy(() -> plan(scan -> scan.where("ID > 0 AND NOT (name = 'a')")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("unknown column \"name\"")
                .cause()
                .isInstanceOfSatisfying(PredicateException.class, wrong -> {
                    assertThat(wrong.position()).isEqualTo(16);
                    assertThat(wrong.text()).contains("ID > 0 AND NOT (name = 'a')");
                });
    }

    @Test
    void theRecordTellsWhatWasOfferedAndWhatBecameOfIt() {
        executor.taking = filter -> filter.equals(col("id").gt(1))
                ? new FilterAnswer(Taken.EXACT, "")
                : new FilterAnswer(Taken.REFUSED, "no index");

        assertThat(plan(scan -> scan.where("id > 1 AND id <> 3 AND id = id"))
                        .pushdown()
                        .conditions())
                .extracting(Object::toString)
                .containsExactly(
                        "id > 1 (exact) as [id > 1 (exact)]",
                        "id <> 3 (unsupported: no index) as [id <> 3 (unsupported: no index)]",
                        "id = id (unsupported: no filter compares two columns)");
    }

    @Test
    void forgedBytesWithConditionsOnOtherColumnsAreRefused() {
        byte[] bytes = plan(scan -> scan.where("id = 25").applyResidual()).toBytes();
        String forged = new String(bytes, ISO_8859_1).replace("[\"id\"]", "[\"ix\"]");
        ByteBuffer sealed = ByteBuffer.wrap(forged.getBytes(ISO_8859_1));
        CRC32C checksum = new CRC32C();
        checksum.update(sealed.array(), 0, bytes.length - Integer.BYTES);
        sealed.putInt(bytes.length - Integer.BYTES, (int) checksum.getValue());

        try (DataSources sources = DataSources.over(executor)) {
            assertThatThrownBy(() -> sources.scan(sealed.array()))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith(
                            "the conditions are not about the columns of numbers: unknown column \"ix\"");
        }
    }

    private List<Long> read(UnaryOperator<ScanBuilder> wishes) {
        List<Long> ids = new ArrayList<>();
        try (DataSources sources = DataSources.over(executor);
                DataSource source = sources.named("numbers").open()) {
            Scan scan = wishes.apply(source.scan()).plan();
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                while (reader.next()) {
                    try (BatchView view = reader.batch().read()) {
                        LongColumn column = view.column(0).as(LongColumn.class);
                        for (long row = 0; row < column.length(); row++) {
                            ids.add(column.get(row));
                        }
                    }
                }
            }
        }
        return ids;
    }

    private Scan plan(UnaryOperator<ScanBuilder> wishes) {
        try (DataSources sources = DataSources.over(executor);
                DataSource source = sources.named("numbers").open()) {
            return wishes.apply(source.scan()).plan();
        }
    }
}

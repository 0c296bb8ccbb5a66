package io.pysail.sdk.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import io.pysail.sdk.cdata.ArrowType.Unit;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.DecimalColumn;
import io.pysail.sdk.cdata.IntervalValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the JDK, where it can, reads or writes scalars in the same way. */
class ScalarTextTest {
    private final AsciiText text = new AsciiText();
    private final Random random = new Random(4);

    @Test
    void integersAreThoseOfTheJdk() {
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);

            assertThat(text.clear().integer(value).toString()).isEqualTo(Long.toString(value));
            assertThat(text.clear().unsigned(value).toString()).isEqualTo(Long.toUnsignedString(value));
            assertThat(text.clear().digits(value & 0xFFFFFF, 6).toString())
                    .isEqualTo(String.format("%06d", value & 0xFFFFFF));
        }
        for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
            assertThat(text.clear().integer(power).toString()).isEqualTo(Long.toString(power));
            assertThat(text.clear().integer(power - 1).toString()).isEqualTo(Long.toString(power - 1));
        }
        assertThat(text.clear().integer(Long.MIN_VALUE).toString()).isEqualTo(Long.toString(Long.MIN_VALUE));
    }

    @Test
    void daysAreThoseOfTheJdk() {
        for (int i = 0; i < 20_000; i++) {
            long day = random.nextLong(-365_000_000_000L, 365_000_000_000L) >> random.nextInt(40);

            TemporalText.date(text.clear(), day);

            assertThat(text.toString()).isEqualTo(LocalDate.ofEpochDay(day).toString());
        }
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void timestampsAreReadByTheJdk(Unit unit) {
        for (int i = 0; i < 10_000; i++) {
            long seconds = random.nextLong(-100_000_000_000L, 100_000_000_000L) >> random.nextInt(36);
            long value = unit == Unit.NANOSECOND
                    ? random.nextLong()
                    : seconds * unit.perSecond() + random.nextLong(unit.perSecond());

            TemporalText.timestamp(text.clear(), unit, value);

            LocalDateTime read = LocalDateTime.parse(text.toString());
            assertThat(read)
                    .isEqualTo(LocalDateTime.ofEpochSecond(
                            Math.floorDiv(value, unit.perSecond()),
                            (int) (Math.floorMod(value, unit.perSecond()) * (1_000_000_000 / unit.perSecond())),
                            ZoneOffset.UTC));
            assertThat(text.toString()).doesNotMatch(".*\\.\\d*0");
        }
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void durationsAreReadByTheJdk(Unit unit) {
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);

            IntervalText.duration(text.clear(), unit, value);

            assertThat(Duration.parse(text.toString()))
                    .isEqualTo(Duration.ofSeconds(
                            Math.floorDiv(value, unit.perSecond()),
                            Math.floorMod(value, unit.perSecond()) * (1_000_000_000 / unit.perSecond())));
        }
    }

    @Test
    void intervalsAreReadByTheJdk() {
        for (int i = 0; i < 10_000; i++) {
            int months = random.nextInt() >> random.nextInt(32);
            int days = random.nextInt(3) == 0 ? 0 : random.nextInt() >> random.nextInt(32);
            long nanos = random.nextInt(3) == 0 ? 0 : random.nextLong() >> random.nextInt(64);

            IntervalText.interval(text.clear(), IntervalUnit.MONTH_DAY_NANO, new IntervalValue(months, days, nanos));

            String written = text.toString();
            int time = written.indexOf('T');
            String date = time < 0 ? written : written.substring(0, time);
            String sign = written.startsWith("-") ? "-P" : "P";
            Period period = date.length() > sign.length() ? Period.parse(date) : Period.ZERO;
            assertThat(period.normalized())
                    .as(written)
                    .isEqualTo(Period.of(0, months, days).normalized());
            assertThat(time < 0 ? Duration.ZERO : Duration.parse(sign + written.substring(time)))
                    .as(written)
                    .isEqualTo(Duration.ofNanos(nanos));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, 0, 1, 2, 17, 18, 19, 38, 101, -101})
    void decimalsAreThoseOfTheJdk(int scale) {
        ArrowSchema schema = ArrowSchema.of(ArrowField.required("d", new ArrowType.Decimal(38, scale, 128)));
        long[] words = random.longs(400).toArray();
        for (int i = 0; i < 200; i += 2) {
            words[i] >>= random.nextInt(64);
            words[i + 1] = words[i] >> 63;
        }
        var array = HandMade.Array.of(200, HandMade.none(), HandMade.longs(words));

        try (ArrowBatch batch = HandMade.batch(schema, 200, array);
                BatchView view = batch.read()) {
            DecimalColumn column = view.column(0).as(DecimalColumn.class);
            DecimalText decimals = new DecimalText(column);
            for (int row = 0; row < 200; row++) {
                decimals.put(text.clear(), row);
                BigDecimal expected = column.get(row);

                assertThat(text.toString())
                        .isEqualTo(Math.abs(scale) > 100 ? expected.toString() : expected.toPlainString());
            }
        }
    }
}

package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowType.Decimal;
import io.pysail.sdk.cdata.ArrowType.Duration;
import io.pysail.sdk.cdata.ArrowType.Floating;
import io.pysail.sdk.cdata.ArrowType.Int;
import io.pysail.sdk.cdata.ArrowType.Time;
import io.pysail.sdk.cdata.ArrowType.Timestamp;
import io.pysail.sdk.cdata.ArrowType.Unit;
import io.pysail.sdk.cdata.Catalogue.ArrayContent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random numbers in random types: exact arithmetic says what they become, or which of them do not fit. */
class ConversionPropertyTest {
    private static final int ROUNDS = 4_000;
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final OpenResources before = OpenResources.count();
    private int converted;

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).as("seed %d", seed).isEqualTo(before);
        assertThat(converted).as("seed %d", seed).isBetween(ROUNDS / 10, ROUNDS * 95 / 100);
    }

    @Test
    void exactNumbersStayTheSameOrAreRefused() {
        for (int round = 0; round < ROUNDS; round++) {
            check(exact(), exact());
        }
    }

    @Test
    void integersAndFloatingPointNumbersStayTheSameOrAreRefused() {
        for (int round = 0; round < ROUNDS; round++) {
            boolean toFloating = random.nextBoolean();
            check(toFloating ? integer() : floating(), toFloating ? floating() : integer());
        }
    }

    @Test
    void floatingPointNumbersStayTheSameOrAreRefused() {
        for (int round = 0; round < ROUNDS; round++) {
            check(floating(), floating());
        }
    }

    @Test
    void timesInOtherUnitsStayTheSameOrAreRefused() {
        for (int round = 0; round < ROUNDS; round++) {
            switch (random.nextInt(3)) {
                case 0 -> check(new Timestamp(unit(), null), new Timestamp(unit(), "UTC"));
                case 1 -> check(new Duration(unit()), new Duration(unit()));
                default -> check(new Time(unit()), new Time(unit()));
            }
        }
    }

    private void check(ArrowType found, ArrowType declared) {
        List<@Nullable BigInteger> numbers = numbers(found, declared);
        int from = random.nextInt(numbers.size() + 1);
        int count = random.nextInt(numbers.size() + 1 - from);
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("v", declared));
        try (ForeignBatch foreign = Samples.batch(Columns.schema(found, "v"), column(found, numbers));
                ArrowBatch whole = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch batch = whole.slice(from, count)) {
            BatchConversion conversion = BatchConversion.between(batch.schema(), schema);
            check(conversion, batch, numbers.subList(from, from + count), found, declared);
        }
    }

    private void check(
            BatchConversion conversion,
            ArrowBatch batch,
            List<@Nullable BigInteger> numbers,
            ArrowType found,
            ArrowType declared) {
        String what = "seed " + seed + ": " + found.text() + " as " + declared.text();
        try (ArrowBatch result = conversion.convert(batch);
                BatchView view = result.read()) {
            result.validate();
            Column column = view.column(0);
            for (int row = 0; row < numbers.size(); row++) {
                BigInteger number = numbers.get(row);
                assertThat(column.isNull(row)).as(what).isEqualTo(number == null);
                if (number != null) {
                    Object meaning = RawNumber.meaning(found, number);
                    assertThat(RawNumber.fits(meaning, declared))
                            .as("%s: %s", what, meaning)
                            .isTrue();
                    assertThat(RawNumber.meaning(declared, RawNumber.read(column, row)))
                            .as(what)
                            .isEqualTo(meaning);
                }
            }
            converted++;
        } catch (ConversionException refused) {
            BigInteger number = numbers.get((int) refused.row().orElseThrow());
            assertThat(number).as(what).isNotNull();
            assertThat(number == null || RawNumber.fits(RawNumber.meaning(found, number), declared))
                    .as("%s: %s", what, refused.getMessage())
                    .isFalse();
        }
    }

    /** The column's memory, with garbage where there is no number. */
    private ArrayContent column(ArrowType type, List<@Nullable BigInteger> numbers) {
        int width = RawNumber.width(type);
        byte[] validity = new byte[(numbers.size() + 7) / 8];
        List<BigInteger> memory = new ArrayList<>();
        for (int row = 0; row < numbers.size(); row++) {
            BigInteger number = numbers.get(row);
            if (number != null) {
                validity[row / 8] |= (byte) (1 << row % 8);
            }
            memory.add(number == null ? new BigInteger(8 * width, random) : number);
        }
        byte[] values = Columns.littleEndian(width, memory);
        return Samples.array(numbers.size(), -1, Samples.buffers(validity, values));
    }

    private List<@Nullable BigInteger> numbers(ArrowType found, ArrowType declared) {
        List<@Nullable BigInteger> numbers = new ArrayList<>();
        int most = 1 + random.nextInt(8 * Math.min(RawNumber.width(found), RawNumber.width(declared)));
        boolean rogues = random.nextInt(4) == 0;
        for (int count = random.nextInt(60); count > 0; count--) {
            boolean rogue = rogues && random.nextInt(20) == 0;
            BigInteger number = new BigInteger(rogue ? 8 * RawNumber.width(found) : random.nextInt(most), random);
            numbers.add(
                    switch (random.nextInt(8)) {
                        case 0 -> null;
                        case 1 -> limited(found, number.negate());
                        default -> limited(found, rogue ? number : number.multiply(likelyFactor(found, declared)));
                    });
        }
        return numbers;
    }

    /** What makes it likely that a number can lose digits. */
    private static BigInteger likelyFactor(ArrowType found, ArrowType declared) {
        if (found instanceof Decimal || declared instanceof Decimal) {
            return BigInteger.TEN.pow(Math.clamp(scale(found) - scale(declared), 0, 50));
        }
        return found instanceof Int || found instanceof Floating
                ? BigInteger.ONE
                : BigInteger.valueOf(Math.max(
                        1,
                        RawNumber.unit(found).perSecond()
                                / RawNumber.unit(declared).perSecond()));
    }

    private static int scale(ArrowType type) {
        return type instanceof Decimal decimal ? decimal.scale() : 0;
    }

    /** A number that the type has. */
    private BigInteger limited(ArrowType type, BigInteger number) {
        if (type instanceof Decimal decimal) {
            return number.remainder(BigInteger.TEN.pow(decimal.precision()));
        }
        if (type instanceof Floating(int bits)) {
            double some = random.nextInt(4) == 0 ? Double.longBitsToDouble(random.nextLong()) : number.doubleValue();
            return BigInteger.valueOf(FloatingBits.of(random.nextInt(20) == 0 ? some / 3 : some, bits));
        }
        byte[] bytes = Columns.littleEndian(RawNumber.width(type), List.of(number));
        long bits = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            bits = bits << 8 | (bytes[i] & 0xFF);
        }
        int unused = Long.SIZE - 8 * bytes.length;
        return type instanceof Int(int _, boolean signed) && !signed
                ? new BigInteger(Long.toUnsignedString(bits))
                : BigInteger.valueOf(bits << unused >> unused);
    }

    private ArrowType exact() {
        int bits = 32 << random.nextInt(4);
        int precision = 1 + random.nextInt(bits == 32 ? 9 : bits == 64 ? 18 : bits == 128 ? 38 : 76);
        return random.nextInt(3) == 0 ? integer() : new Decimal(precision, random.nextInt(precision + 3) - 2, bits);
    }

    private ArrowType integer() {
        return new Int(8 << random.nextInt(4), random.nextBoolean());
    }

    private ArrowType floating() {
        return new Floating(16 << random.nextInt(3));
    }

    private Unit unit() {
        return List.of(Unit.values()).get(random.nextInt(4));
    }
}

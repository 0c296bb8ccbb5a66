package io.pysail.sdk.examples.engine;

import io.pysail.sdk.UsageException;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.compare.Range;
import org.apache.arrow.vector.compare.RangeEqualsVisitor;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The distinct values of a column, of any type whose vectors Arrow can copy and compare. Each has a number, from 0, in the order in
 * which they were first seen. Null is one of them.
 *
 * <p>The values lie in a vector, and so within the limit of the query. Their numbers are found by a hash table with open
 * addresses.
 *
 * <p>Confined to one thread. Whoever made it closes it.
 */
final class GroupKeys implements AutoCloseable {
    private static final int FREE = -1;

    private final FieldVector keys;
    private int count;

    /** By the number of a value. */
    private int[] hashes = new int[16];

    /** The numbers of values by their hashes, or free; at least half of them are. */
    private int[] slots = freeSlots(32);

    /** @throws UsageException if Arrow cannot copy or compare the values of the column */
    GroupKeys(Field field, BufferAllocator memory) {
        if (!makesGroups(field)) {
            throw unsuitable(field);
        }
        this.keys = field.createVector(memory);
    }

    private static boolean makesGroups(Field field) {
        return switch (Types.getMinorTypeForArrowType(field.getType())) {
            case NULL, LISTVIEW, LARGELISTVIEW, UNION, DENSEUNION, RUNENDENCODED -> false;
            default ->
                field.getChildren().stream().allMatch(child -> child.getDictionary() == null && makesGroups(child));
        };
    }

    int count() {
        return count;
    }

    /** The distinct values by their numbers; the vector stays this one's. */
    FieldVector values() {
        return keys;
    }

    /** The number of the value of each row; those that are new get one. */
    int[] numbersOf(FieldVector column) {
        int[] numbers = new int[column.getValueCount()];
        // Without a comparison of types: all columns are of one schema.
        RangeEqualsVisitor equality = new RangeEqualsVisitor(keys, column, null);
        Range pair = new Range(0, 0, 1);
        for (int row = 0; row < numbers.length; row++) {
            int hash = column.hashCode(row);
            int slot = firstSlot(hash);
            while (slots[slot] != FREE && !isValue(slots[slot], hash, row, equality, pair)) {
                slot = nextSlot(slot);
            }
            numbers[row] = slots[slot] == FREE ? add(column, row, hash, slot) : slots[slot];
        }
        return numbers;
    }

    private boolean isValue(int number, int hash, int row, RangeEqualsVisitor equality, Range pair) {
        return hashes[number] == hash
                && equality.rangeEquals(pair.setLeftStart(number).setRightStart(row));
    }

    private int add(FieldVector column, int row, int hash, int slot) {
        int number = count;
        keys.copyFromSafe(row, number, column);
        keys.setValueCount(number + 1);
        if (number == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * number);
        }
        hashes[number] = hash;
        slots[slot] = number;
        count++;
        if (2 * count > slots.length) {
            spread();
        }
        return number;
    }

    private void spread() {
        slots = freeSlots(2 * slots.length);
        for (int number = 0; number < count; number++) {
            int slot = firstSlot(hashes[number]);
            while (slots[slot] != FREE) {
                slot = nextSlot(slot);
            }
            slots[slot] = number;
        }
    }

    /** Arrow's hashes of numbers differ in few bits: a multiplication spreads them, upwards. */
    private int firstSlot(int hash) {
        return (hash * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(slots.length - 1);
    }

    private int nextSlot(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    private static int[] freeSlots(int number) {
        int[] slots = new int[number];
        Arrays.fill(slots, FREE);
        return slots;
    }

    @Override
    public void close() {
        keys.close();
    }

    private static UsageException unsuitable(Field column) {
        return UsageException.of(
                "the values of " + column.getName() + " cannot make groups: the column is of type " + column.getType());
    }
}

package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnedReferencesTest {
    private final OwnedReferences owned = new OwnedReferences();

    @Test
    void eachReferenceHasASlotOfItsOwn() {
        Set<Integer> slots = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            slots.add(add());
        }

        assertThat(slots).hasSize(100);
    }

    @Test
    void slotsThatWereGivenUpAreUsedAgain() {
        for (int i = 0; i < 10; i++) {
            add();
        }
        owned.remove(0);
        owned.remove(9);
        owned.remove(4);

        int[] slots = {add(), add(), add()};
        int next = add();

        assertThat(slots).containsExactlyInAnyOrder(0, 4, 9);
        assertThat(next).isEqualTo(10);
    }

    @Test
    void aLongLoopThatClosesWhatItMakesDoesNotGrow() {
        add();

        int highest = 0;
        for (int i = 0; i < 100_000; i++) {
            int first = add();
            int second = add();
            owned.remove(first);
            owned.remove(second);
            highest = Math.max(highest, Math.max(first, second));
        }

        assertThat(highest).isEqualTo(2);
    }

    private int add() {
        return owned.add(MemorySegment.ofAddress(0x1000)); // never released here, so never read
    }
}

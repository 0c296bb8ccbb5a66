package programs.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.util.TransferPair;

/** Writes vectors, hands them from one allocator to another and reads them; forgets one when the argument is "leak". */
public final class Main {
    private static final int ROWS = 1_000;

    private Main() {}

    public static void main(String[] arguments) {
        try (BufferAllocator root = new RootAllocator(16 << 20)) {
            handOver(root);
            exceed(root);
            System.out.println("allocated at the end: " + root.getAllocatedMemory());
            if (arguments.length > 0 && arguments[0].equals("leak")) {
                IntVector forgotten = new IntVector("forgotten", root);
                forgotten.allocateNew(ROWS);
            }
        }
    }

    private static void handOver(BufferAllocator root) {
        try (BufferAllocator from = root.newChildAllocator("from", 0, Long.MAX_VALUE);
                BufferAllocator to = root.newChildAllocator("to", 0, Long.MAX_VALUE);
                IntVector numbers = new IntVector("numbers", from);
                VarCharVector words = new VarCharVector("words", from)) {
            numbers.allocateNew(ROWS);
            words.allocateNew();
            for (int row = 0; row < ROWS; row++) {
                if (row % 7 == 0) {
                    numbers.setNull(row);
                    words.setNull(row);
                } else {
                    numbers.set(row, row);
                    words.setSafe(row, ("word " + row).getBytes(UTF_8));
                }
            }
            numbers.setValueCount(ROWS);
            words.setValueCount(ROWS);

            TransferPair number = numbers.getTransferPair(to);
            number.transfer();
            TransferPair word = words.getTransferPair(to);
            word.splitAndTransfer(100, 800);
            words.clear();

            try (IntVector moved = (IntVector) number.getTo();
                    VarCharVector part = (VarCharVector) word.getTo()) {
                System.out.println("accounted: " + from.getAllocatedMemory() + " and " + (to.getAllocatedMemory() > 0));
                System.out.println("read " + sum(moved) + " and " + part.getObject(899 - 100) + ", " + moved.isNull(7));
            }
        }
    }

    private static long sum(IntVector vector) {
        long sum = 0;
        for (int row = 0; row < vector.getValueCount(); row++) {
            sum += vector.isNull(row) ? 0 : vector.get(row);
        }
        return sum;
    }

    private static void exceed(BufferAllocator root) {
        try (BufferAllocator small = root.newChildAllocator("small", 0, 1024);
                IntVector numbers = new IntVector("numbers", small)) {
            numbers.allocateNew(ROWS);
        } catch (OutOfMemoryException e) {
            System.out.println("refused at the limit");
        }
    }
}

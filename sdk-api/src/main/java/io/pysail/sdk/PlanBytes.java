package io.pysail.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.filter.Predicate;
import io.pysail.sdk.filter.PredicateException;
import io.pysail.sdk.spi.FilterAnswer;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.SourceRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The byte forms of scans, partitions and commit messages: a name, a version, then their parts, each with its length before it, and the
 * CRC-32C of all that.
 *
 * <p>Reading believes no length: each is compared with what is left. What was damaged on its way is refused, since it
 * holds pickles, and those are code.
 */
final class PlanBytes {
    /** Counted up when the form changes; a reader refuses what it does not know. */
    private static final int VERSION = 2;

    private static final String SCAN = "sail-scan";
    private static final String PARTITION = "sail-partition";
    private static final String MESSAGE = "sail-message";

    /** What a scan's bytes hold. */
    record ScanForm(UUID id, ScanPlan plan, ScanWishes wishes) {}

    private PlanBytes() {}

    static byte[] write(ScanForm scan) {
        return written(out -> {
            begin(out, SCAN, scan.id());
            ScanPlan plan = scan.plan();
            text(out, plan.request().name());
            out.writeInt(plan.request().options().size());
            for (var option : plan.request().options().entrySet()) {
                text(out, option.getKey());
                text(out, option.getValue());
            }
            texts(out, plan.request().paths());
            optionalText(out, plan.request().schema());
            text(out, plan.source());
            text(out, plan.reference());
            block(out, plan.schema().toBytes());
            text(out, plan.copies().method());
            text(out, plan.copies().reason());
            optionalBlock(out, plan.reader().orElse(null));
            out.writeInt(plan.partitions().size());
            for (PartitionPlan partition : plan.partitions()) {
                optionalBlock(out, partition.pickle().orElse(null));
            }
            ScanWishes wishes = scan.wishes();
            out.writeBoolean(wishes.columns() != null);
            if (wishes.columns() != null) {
                texts(out, wishes.columns());
            }
            out.writeLong(wishes.limit());
            text(out, Predicate.toJson(wishes.conditions()));
            out.writeBoolean(wishes.verify());
            out.writeBoolean(wishes.applied());
            out.writeInt(plan.answers().filters().size());
            for (FilterAnswer answer : plan.answers().filters()) {
                text(out, answer.taken().name());
                text(out, answer.reason());
            }
            out.writeBoolean(plan.answers().limit());
            out.writeBoolean(plan.answers().columns());
        });
    }

    static byte[] write(UUID scan, PartitionPlan partition) {
        return written(out -> {
            begin(out, PARTITION, scan);
            out.writeInt(partition.index());
            optionalBlock(out, partition.pickle().orElse(null));
        });
    }

    static byte[] write(CommitMessage message) {
        return written(out -> {
            begin(out, MESSAGE, message.job());
            out.writeInt(message.partition());
            out.writeInt(message.attempt());
            block(out, message.pickle());
        });
    }

    static CommitMessage readMessage(byte[] bytes) {
        return read(bytes, MESSAGE, (job, in) -> {
            int partition = in.readInt();
            int attempt = in.readInt();
            if (partition < 0 || attempt < 0) {
                throw new IOException("it is of partition " + partition + ", attempt " + attempt);
            }
            return new CommitMessage(job, partition, attempt, block(in));
        });
    }

    static ScanForm readScan(byte[] bytes) {
        return read(bytes, SCAN, (id, in) -> {
            String name = text(in);
            Map<String, String> options = new LinkedHashMap<>();
            for (int left = count(in); left > 0; left--) {
                options.put(text(in), text(in));
            }
            SourceRequest request = new SourceRequest(name, options, texts(in), optionalText(in));
            String source = text(in);
            String reference = text(in);
            ArrowSchema schema = ArrowSchema.parse(block(in));
            ScanPlan.Copies copies = new ScanPlan.Copies(text(in), text(in));
            byte[] reader = optionalBlock(in);
            List<PartitionPlan> partitions = new ArrayList<>();
            for (int left = count(in); left > 0; left--) {
                partitions.add(new PartitionPlan(partitions.size(), optionalBlock(in)));
            }
            ScanWishes wishes = wishes(in);
            ScanPlan plan = new ScanPlan(
                    request,
                    wishes.filters().request(wishes.columns(), wishes.limit()),
                    source,
                    reference,
                    schema,
                    answers(in),
                    copies,
                    reader,
                    partitions);
            return new ScanForm(id, plan, wishes);
        });
    }

    private static ScanWishes wishes(DataInputStream in) throws IOException {
        List<String> columns = in.readBoolean() ? texts(in) : null;
        long limit = in.readLong();
        if (limit < 0) {
            throw new IOException("the limit is " + limit);
        }
        return new ScanWishes(columns, limit, Predicate.listFromJson(text(in)), in.readBoolean(), in.readBoolean());
    }

    private static ScanPlan.Answers answers(DataInputStream in) throws IOException {
        List<FilterAnswer> answers = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
            answers.add(new FilterAnswer(FilterAnswer.Taken.of(text(in)), text(in)));
        }
        return new ScanPlan.Answers(answers, in.readBoolean(), in.readBoolean());
    }

    static Partition readPartition(byte[] bytes) {
        return read(bytes, PARTITION, (id, in) -> {
            int index = in.readInt();
            if (index < 0) {
                throw new IOException("the number of the partition is " + index);
            }
            return new Partition(id, new PartitionPlan(index, optionalBlock(in)));
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(UUID id, DataInputStream in) throws IOException;
    }

    private static byte[] written(Writing content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory has no such errors
        }
        return sealed(bytes.toByteArray());
    }

    private static byte[] sealed(byte[] content) {
        return ByteBuffer.allocate(content.length + Integer.BYTES)
                .put(content)
                .putInt(checksum(content, content.length))
                .array();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private static void begin(DataOutputStream out, String what, UUID id) throws IOException {
        text(out, what);
        out.writeInt(VERSION);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static <T> T read(byte[] bytes, String what, Reading<T> content) {
        int length = Math.max(0, bytes.length - Integer.BYTES);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length))) {
            if (!text(in).equals(what)) {
                throw malformed(what, "they begin otherwise");
            }
            int version = in.readInt();
            if (version != VERSION) {
                throw otherVersion(what, version);
            }
            if (ByteBuffer.wrap(bytes).getInt(length) != checksum(bytes, length)) {
                throw malformed(what, "they were damaged on their way");
            }
            T value = content.from(new UUID(in.readLong(), in.readLong()), in);
            if (in.available() > 0) {
                throw malformed(what, in.available() + " bytes are left over");
            }
            return value;
        } catch (IOException | ArrowDataException | PredicateException | IllegalArgumentException e) {
            throw malformed(what, String.valueOf(e.getMessage()));
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        block(out, text.getBytes(UTF_8));
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(block(in), UTF_8);
    }

    private static void optionalText(DataOutputStream out, @Nullable String text) throws IOException {
        optionalBlock(out, text == null ? null : text.getBytes(UTF_8));
    }

    private static @Nullable String optionalText(DataInputStream in) throws IOException {
        byte[] block = optionalBlock(in);
        return block == null ? null : new String(block, UTF_8);
    }

    private static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
            texts.add(text(in));
        }
        return texts;
    }

    private static void optionalBlock(DataOutputStream out, byte @Nullable [] block) throws IOException {
        out.writeBoolean(block != null);
        if (block != null) {
            block(out, block);
        }
    }

    private static byte @Nullable [] optionalBlock(DataInputStream in) throws IOException {
        return in.readBoolean() ? block(in) : null;
    }

    private static void block(DataOutputStream out, byte[] block) throws IOException {
        out.writeInt(block.length);
        out.write(block);
    }

    private static byte[] block(DataInputStream in) throws IOException {
        byte[] block = new byte[count(in)];
        in.readFully(block);
        return block;
    }

    /** A number of bytes, or of things that take a byte each at least. */
    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IOException("a length is " + count + ", and " + in.available() + " bytes are left");
        }
        return count;
    }

    private static UsageException malformed(String what, String why) {
        return UsageException.of("these bytes are no " + what + ": " + why);
    }

    private static UsageException otherVersion(String what, int version) {
        return UsageException.of("these bytes are a " + what + " of version " + version
                + ", and this SDK reads version " + VERSION + ": plan and read with the same SDK");
    }
}

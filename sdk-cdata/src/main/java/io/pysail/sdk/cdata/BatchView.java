package io.pysail.sdk.cdata;

import java.lang.foreign.Arena;
import java.util.Objects;

/**
 * The columns of a batch, open for one thread.
 *
 * <p>As long as the view is open, the memory stays, whoever closes the batch meanwhile. The columns and whatever
 * segments they give out are usable only by the thread that opened the view and only until it is closed: the JDK checks
 * that with each access, at a price that its compiler lifts out of loops. Opening and closing costs well below a
 * microsecond and stops no other thread.
 *
 * <p>Confined to the thread that opened it.
 *
 * @since 0.1
 */
public final class BatchView implements AutoCloseable {
    private final ArrowSchema schema;
    private final ArrayNode node;
    private final SharedUse memory;

    // Confined: closing it makes every segment unusable, at once and without a handshake with other threads.
    private final Arena arena = Arena.ofConfined();
    private final Column[] columns;

    /** Takes over one use of the memory. */
    BatchView(ArrowSchema schema, ArrayNode node, SharedUse memory) {
        this.schema = schema;
        this.node = node;
        this.memory = memory;
        this.columns = new Column[node.children.length];
        OpenResources.viewOpened();
    }

    /**
     * What the columns are.
     *
     * @return the schema
     */
    public ArrowSchema schema() {
        return schema;
    }

    /**
     * How many rows there are.
     *
     * @return the number
     */
    public long rowCount() {
        return node.length;
    }

    /**
     * A column by its position.
     *
     * @param index from 0
     * @return the column
     * @throws IndexOutOfBoundsException if there are not so many
     * @throws IllegalStateException if the view is closed
     */
    @SuppressWarnings("NullAway") // the array fills as columns are asked for
    public Column column(int index) {
        Objects.checkIndex(index, columns.length);
        if (!arena.scope().isAlive()) {
            throw alreadyClosed();
        }
        Column column = columns[index];
        if (column == null) {
            column = new ColumnOpener(arena).open(node.children[index], node.offset, node.length);
            columns[index] = column;
        }
        return column;
    }

    /**
     * A column by its name.
     *
     * @param name the name
     * @return the first column of this name
     * @throws IllegalArgumentException if there is none
     * @throws IllegalStateException if the view is closed
     */
    public Column column(String name) {
        return column(schema.indexOf(name).orElseThrow(() -> noColumn(name)));
    }

    /**
     * Closes the view for good; twice does no harm.
     *
     * @throws WrongThreadException if another thread opened it
     */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
            OpenResources.viewClosed();
            memory.leave();
        }
    }

    private static IllegalStateException alreadyClosed() {
        return new IllegalStateException("the view of the batch is closed");
    }

    private IllegalArgumentException noColumn(String name) {
        return new IllegalArgumentException("there is no column " + name + ", but "
                + schema.fields().stream().map(ArrowField::name).toList());
    }
}

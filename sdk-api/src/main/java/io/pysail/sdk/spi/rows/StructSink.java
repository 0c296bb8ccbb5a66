package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.StructBuilder;
import java.util.List;

/**
 * Takes structs: a value goes to each {@link #field} first, then the struct ends.
 *
 * <p>If a value is refused, {@code truncate(length())} takes those before it back.
 *
 * @since 0.1
 */
public final class StructSink extends CellSink {
    private final StructBuilder structs;
    private final CellSink[] fields;

    StructSink(ArrowField field, StructBuilder structs) {
        super(field, structs);
        this.structs = structs;
        List<ArrowField> children = ((ArrowType.Struct) field.type()).fields();
        this.fields = new CellSink[children.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = CellSinks.of(children.get(i), structs.child(i));
        }
    }

    /**
     * How many fields there are.
     *
     * @return the number
     */
    public int fieldCount() {
        return fields.length;
    }

    /**
     * Where the values of a field go.
     *
     * @param index the position of the field
     * @return the sink
     */
    public CellSink field(int index) {
        return fields[index];
    }

    /**
     * Takes a struct of the values that went to the fields.
     *
     * @return true
     * @throws IllegalStateException if not just one value went to each
     */
    public boolean endStruct() {
        structs.append();
        return true;
    }
}

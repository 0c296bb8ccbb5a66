package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import java.util.ArrayList;
import java.util.List;

/** A column of a table, with the cells that are shown. */
final class TableColumn {
    private final CellText name;
    private final CellText type;
    private final boolean toTheRight;
    private final List<Cell> cells = new ArrayList<>();
    private int width;

    TableColumn(ArrowField field, int most) {
        name = CellText.of(field.name(), false, most);
        type = CellText.of(DdlName.of(field.type()), false, most);
        toTheRight = isNumber(field.type());
        width = Math.max(1, Math.max(name.width(), type.width()));
    }

    void add(Cell cell) {
        cells.add(cell);
        width = Math.max(width, cell.content().width());
    }

    CellText name() {
        return name;
    }

    CellText type() {
        return type;
    }

    Cell cell(int row) {
        return cells.get(row);
    }

    boolean toTheRight() {
        return toTheRight;
    }

    /** How wide the widest of its texts is. */
    int width() {
        return width;
    }

    private static boolean isNumber(ArrowType type) {
        return switch (type) {
            case ArrowType.Int _, ArrowType.Floating _, ArrowType.Decimal _ -> true;
            case ArrowType.Dictionary dictionary -> isNumber(dictionary.values().type());
            case ArrowType.RunEndEncoded runs -> isNumber(runs.values().type());
            default -> false;
        };
    }
}

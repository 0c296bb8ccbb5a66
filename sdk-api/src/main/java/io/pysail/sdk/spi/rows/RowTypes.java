package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import java.util.List;

/** Which columns can be built from rows, and which of them take a row's values as they are. */
final class RowTypes {
    /** As deep as types nest that come from elsewhere; recursion over values is no deeper than over types. */
    private static final int MAX_DEPTH = 64;

    private RowTypes() {}

    /** Whether Python values that are natural for the type are its canonical ones: others always go through Python. */
    static boolean isNatural(ArrowType type) {
        return switch (type) {
            case ArrowType.Bool _, ArrowType.Int _, ArrowType.Text _ -> true;
            case ArrowType.Floating(int bits) -> bits > 16;
            default -> false;
        };
    }

    /** @throws RowSchemaException naming the column and the type, if one cannot be built */
    static void requireBuildable(ArrowSchema schema) {
        for (ArrowField field : schema.fields()) {
            requireBuildable(field, field.name(), 1);
        }
    }

    private static void requireBuildable(ArrowField field, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw RowSchemaException.tooDeep(path.substring(0, path.indexOf('.')), MAX_DEPTH);
        }
        switch (field.type()) {
            case ArrowType.Null _,
                    ArrowType.Bool _,
                    ArrowType.Int _,
                    ArrowType.Floating _,
                    ArrowType.Text _,
                    ArrowType.Binary _,
                    ArrowType.FixedBinary _,
                    ArrowType.Date _,
                    ArrowType.Time _,
                    ArrowType.Timestamp _,
                    ArrowType.Duration _ -> {}
            case ArrowType.Decimal(int _, int _, int bits) -> require(bits >= 128, field, path);
            case ArrowType.Interval(ArrowType.IntervalUnit unit) ->
                require(unit == ArrowType.IntervalUnit.MONTH, field, path);
            case ArrowType.ListOf(ArrowField item, ArrowType.Storage storage) -> {
                boolean view = storage == ArrowType.Storage.VIEW || storage == ArrowType.Storage.LARGE_VIEW;
                require(!view, field, path);
                below(path, depth, List.of(item));
            }
            case ArrowType.FixedList(ArrowField item, int _) -> below(path, depth, List.of(item));
            case ArrowType.MapOf map -> below(path, depth, List.of(map.key(), map.value()));
            case ArrowType.Struct(List<ArrowField> fields) -> below(path, depth, fields);
            case ArrowType.Union _, ArrowType.Dictionary _, ArrowType.RunEndEncoded _ -> require(false, field, path);
        }
    }

    private static void below(String path, int depth, List<ArrowField> fields) {
        for (ArrowField field : fields) {
            requireBuildable(field, path + "." + field.name(), depth + 1);
        }
    }

    private static void require(boolean buildable, ArrowField field, String path) {
        if (!buildable) {
            throw RowSchemaException.notBuilt(path, field.type());
        }
    }
}

package io.pysail.sdk.filter;

import java.util.List;

/** Selectors that are made of others, or of nothing. */
final class SelectedRows {
    private SelectedRows() {}

    /** Every row. */
    static RowSelector all() {
        return new RowSelector() {
            @Override
            int narrow(long base, int[] rows, int count) {
                return count;
            }
        };
    }

    /** No row. */
    static RowSelector none() {
        return new RowSelector() {
            @Override
            int select(long base, int count, int[] rows) {
                return 0;
            }

            @Override
            int narrow(long base, int[] rows, int count) {
                return 0;
            }
        };
    }

    /** What all of them select: each looks only at the rows that those before it have left. */
    static RowSelector ofAll(List<RowSelector> parts) {
        return switch (parts.size()) {
            case 0 -> all();
            case 1 -> parts.getFirst();
            default -> new All(parts.toArray(RowSelector[]::new));
        };
    }

    /**
     * What one of them selects: each looks only at the rows that none before it has taken.
     *
     * @param mostRows how many rows a block has
     */
    static RowSelector ofAny(List<RowSelector> parts, int mostRows) {
        return switch (parts.size()) {
            case 0 -> none();
            case 1 -> parts.getFirst();
            default -> new Any(parts.toArray(RowSelector[]::new), mostRows);
        };
    }

    private static final class All extends RowSelector {
        private final RowSelector[] parts;

        All(RowSelector[] parts) {
            this.parts = parts;
        }

        @Override
        int select(long base, int count, int[] rows) {
            return narrow(1, base, rows, parts[0].select(base, count, rows));
        }

        @Override
        int narrow(long base, int[] rows, int count) {
            return narrow(0, base, rows, count);
        }

        private int narrow(int from, long base, int[] rows, int count) {
            int left = count;
            for (int i = from; i < parts.length && left > 0; i++) {
                left = parts[i].narrow(base, rows, left);
            }
            return left;
        }
    }

    private static final class Any extends RowSelector {
        private final RowSelector[] parts;
        private final boolean[] taken;
        private final int[] candidates;
        private final int[] left;

        Any(RowSelector[] parts, int mostRows) {
            this.parts = parts;
            this.taken = new boolean[mostRows];
            this.candidates = new int[mostRows];
            this.left = new int[mostRows];
        }

        @Override
        int narrow(long base, int[] rows, int count) {
            System.arraycopy(rows, 0, left, 0, count);
            int leftCount = count;
            for (int i = 0; i < parts.length && leftCount > 0; i++) {
                System.arraycopy(left, 0, candidates, 0, leftCount);
                int selected = parts[i].narrow(base, candidates, leftCount);
                for (int j = 0; j < selected; j++) {
                    taken[candidates[j]] = true;
                }
                if (selected > 0) {
                    leftCount = keep(left, leftCount, false);
                }
            }
            int selected = keep(rows, count, true);
            for (int i = 0; i < selected; i++) {
                taken[rows[i]] = false;
            }
            return selected;
        }

        private int keep(int[] rows, int count, boolean wanted) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                rows[kept] = row;
                kept += taken[row] == wanted ? 1 : 0;
            }
            return kept;
        }
    }
}

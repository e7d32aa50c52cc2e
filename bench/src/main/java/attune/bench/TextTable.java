package attune.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table for people: columns as wide as what is in them, numbers to the right. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param headers one for each column
     */
    public TextTable(String... headers) {
        rows.add(List.of(headers));
    }

    /**
     * One more row.
     *
     * @param cells as many as there are headers
     * @throws IllegalArgumentException where there are more or fewer
     */
    public void row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "cells=" + cells.length + ", allowed is " + rows.get(0).size());
        }
        rows.add(List.of(cells));
    }

    /** Writes the table, headers first. */
    public void print(PrintStream out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], width(row.get(c)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                String gap = " ".repeat(widths[c] - width(row.get(c)));
                boolean right = c > 0 && isNumeric(c);
                line.append(right ? gap + row.get(c) : row.get(c) + gap).append("  ");
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private boolean isNumeric(int column) {
        return rows.stream().skip(1).map(row -> row.get(column)).allMatch(cell -> cell.matches("[-+−–0-9.∞ %×?]*"));
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}

package attune.control.store;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How many rows a table that grows has, and how long they are: kept by triggers in the transaction that changes them, so that
 * nobody has to walk through a million rows to tell. Writers' connections run with {@code recursive_triggers}, or replaced
 * rows would stay in the sum.
 */
public final class Totals {
    /** Columns: {@code name} of the table, {@code count}, {@code bytes}. */
    public static final String TABLE = "totals";

    private Totals() {}

    /** Length of what a row holds, as SQL: text in UTF-8, 8 bytes a number. */
    public static String bytes(String row, List<String> columns) {
        return columns.stream()
                .map(column -> row + ".\"" + column + '"')
                .map(value -> "CASE typeof(" + value + ") WHEN 'text' THEN octet_length(" + value
                        + ") WHEN 'null' THEN 0 ELSE 8 END")
                .collect(Collectors.joining(" + "));
    }

    /** Script of a migration: counts what is there, and from then on what is added, changed and deleted. */
    static String of(String table, String... columns) {
        String added = bytes("new", List.of(columns));
        String gone = bytes("old", List.of(columns));
        String update = " BEGIN UPDATE totals SET count = count + (%d), bytes = bytes + (%s) WHERE name = '" + table
                + "'; END;\n";
        return "INSERT INTO totals SELECT '" + table + "', count(*), ifnull(sum(" + bytes(table, List.of(columns))
                + "), 0) FROM " + table + ";\n"
                + "CREATE TRIGGER " + table + "_added AFTER INSERT ON " + table + update.formatted(1, added)
                + "CREATE TRIGGER " + table + "_gone AFTER DELETE ON " + table
                + update.formatted(-1, "0 - (" + gone + ")")
                + "CREATE TRIGGER " + table + "_changed AFTER UPDATE ON " + table
                + update.formatted(0, "(" + added + ") - (" + gone + ")");
    }
}

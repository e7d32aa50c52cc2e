package attune.control.privacy;

import attune.control.store.Totals;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * One table of a database, as the database itself says.
 *
 * @param columns in order
 */
record StoredTable(String name, List<String> columns) {
    StoredTable {
        columns = List.copyOf(columns);
    }

    /** All of them, by name, but what is only counted from others. */
    static List<StoredTable> all(Connection connection) throws SQLException {
        List<StoredTable> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT s.name, c.name FROM sqlite_schema AS s,"
                        + " pragma_table_info(s.name) AS c WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                        + " AND s.name <> '" + Totals.TABLE + "' ORDER BY s.name, c.cid")) {
            List<String> columns = new ArrayList<>();
            String name = "";
            while (row.next()) {
                if (!row.getString(1).equals(name)) {
                    if (!name.isEmpty()) {
                        tables.add(new StoredTable(name, columns));
                    }
                    name = row.getString(1);
                    columns.clear();
                }
                columns.add(row.getString(2));
            }
            if (!name.isEmpty()) {
                tables.add(new StoredTable(name, columns));
            }
        }
        return tables;
    }

    boolean has(String column) {
        return columns.contains(column);
    }

    /** For SQL; names are ours, not a person's. */
    String quoted() {
        return '"' + name + '"';
    }
}

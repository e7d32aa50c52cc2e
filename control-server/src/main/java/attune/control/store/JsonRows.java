package attune.control.store;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Rows as the JSON of a list of objects. What is stored as JSON goes out as it is: reading a page's parameter sets and writing
 * them again takes ten times as long as finding them. One thread.
 */
final class JsonRows {
    /** Binds what a statement asks for. */
    interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Writes the fields of one row. */
    interface Fields {
        void write(JsonRows json, ResultSet row) throws SQLException;
    }

    private static final JsonStringEncoder STRINGS = JsonStringEncoder.getInstance();
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    private boolean first = true;

    private JsonRows() {}

    /** The rows of a query, UTF-8. */
    static byte[] of(Database database, String sql, Binder binder, Fields fields) {
        return database.read(connection -> {
            JsonRows json = new JsonRows();
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                binder.bind(query);
                json.out.write('[');
                try (ResultSet row = query.executeQuery()) {
                    for (boolean one = row.next(); one; ) {
                        json.first = true;
                        json.out.write('{');
                        fields.write(json, row);
                        json.out.write('}');
                        one = row.next();
                        if (one) {
                            json.out.write(',');
                        }
                    }
                }
                json.out.write(']');
            }
            return json.out.toByteArray();
        });
    }

    private void name(String name) {
        if (!first) {
            out.write(',');
        }
        first = false;
        out.write('"');
        out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        out.write('"');
        out.write(':');
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A column of whole numbers, or of none. */
    void whole(String name, ResultSet row, String column) throws SQLException {
        name(name);
        long value = row.getLong(column);
        ascii(row.wasNull() ? "null" : Long.toString(value));
    }

    /** A column of finite numbers, or of none. */
    void real(String name, ResultSet row, String column) throws SQLException {
        name(name);
        double value = row.getDouble(column);
        ascii(row.wasNull() ? "null" : Double.toString(value));
    }

    /** A column of 0 and 1. */
    void truth(String name, ResultSet row, String column) throws SQLException {
        name(name);
        ascii(Boolean.toString(row.getInt(column) != 0));
    }

    /** A column of text that is no JSON. */
    void text(String name, ResultSet row, String column) throws SQLException {
        name(name);
        String value = row.getString(column);
        if (value == null) {
            out.writeBytes(NULL);
        } else {
            out.write('"');
            out.writeBytes(STRINGS.quoteAsUTF8(value));
            out.write('"');
        }
    }

    /** A column that holds JSON. */
    void raw(String name, ResultSet row, String column) throws SQLException {
        name(name);
        byte @Nullable [] value = row.getBytes(column);
        out.writeBytes(value == null ? NULL : value);
    }
}

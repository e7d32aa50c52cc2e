package attune.control.store;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A row of the timeline as the JSON of {@link attune.api.Change}. What is stored as JSON goes out as it is: reading a page's
 * parameter sets and writing them again takes ten times as long as finding them.
 */
final class ChangeJson {
    private ChangeJson() {}

    static void write(JsonGenerator json, ResultSet row) throws SQLException, IOException {
        json.writeStartObject();
        json.writeNumberField("id", row.getLong("id"));
        json.writeStringField("engineId", row.getString("engine_id"));
        json.writeNumberField("at", row.getLong("at"));
        json.writeStringField("kind", row.getString("kind"));
        json.writeStringField("status", row.getString("status"));
        json.writeStringField("who", row.getString("who"));
        json.writeStringField("strategy", row.getString("strategy"));
        raw(json, "explanation", row.getString("explanation"));
        raw(json, "before", row.getString("before"));
        raw(json, "after", row.getString("after"));
        json.writeNumberField("generation", row.getLong("generation"));
        raw(json, "evidence", row.getString("evidence"));
        double measured = row.getDouble("measured");
        raw(json, "measured", row.wasNull() ? null : Double.toString(measured));
        json.writeStringField("verdict", row.getString("verdict"));
        raw(json, "situation", row.getString("situation"));
        long parent = row.getLong("parent");
        raw(json, "parent", row.wasNull() ? null : Long.toString(parent));
        json.writeEndObject();
    }

    private static void raw(JsonGenerator json, String name, @Nullable String value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value == null ? "null" : value);
    }
}

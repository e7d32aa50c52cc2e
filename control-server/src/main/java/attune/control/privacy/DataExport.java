package attune.control.privacy;

import attune.control.problem.FileTrouble;
import attune.control.store.Database;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is stored of a person as one ZIP of JSON, CSV and the person's own files, written as it is read: one row in
 * memory. Each database in one consistent state. One thread.
 */
final class DataExport {
    private static final String README = """
            What Attune has stored of you
            =============================

            database/TABLE.json     one JSON list for each table: what was changed, what you said, what was tried, how you
                                    answered blind pairs, preferences, bounds, and the audit log
            telemetry/TABLE.csv     what was measured, RFC 4180, the first line names the columns
            files/                  your files as they are: presets/ and whatever else lies in the data folder
            logs/                   the logs of server, engine and plugin
            settings/               attune.conf, where there is one
            LEFT-OUT.txt            files that could not be read, and why; it is there only where there were any

            Columns named "at" are milliseconds since 1970 (UTC). Parameter sets are by permanent id, in the unit that
            docs/parameters.md says. A situation is the learner's observation vector (docs/learning.md); no sound can be
            made of it. There is no sound in here: input is kept in memory only, and only the last 30 s.

            Not in here: backups (files/… would only repeat them; they are gzipped SQLite files in the folder "backups" of the
            data folder), the access tokens of the running server, and what hosts keep in their own projects.

            This file is yours. Whoever has it can see how and when you worked.
            """;

    private static final Logger LOG = LoggerFactory.getLogger(DataExport.class);
    private static final int CHUNK_BYTES = 8192;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFactory FACTORY =
            JsonFactory.builder().build().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private final Database main;
    private final Database telemetry;
    private final UserFiles files;

    DataExport(Database main, Database telemetry, UserFiles files) {
        this.main = main;
        this.telemetry = telemetry;
        this.files = files;
    }

    /** @throws IOException where {@code out} takes no more; what was written is no whole ZIP then */
    void write(OutputStream out) throws IOException {
        // Not closed where it fails: a list of contents would make half a file look whole.
        ZipOutputStream zip = new ZipOutputStream(out);
        List<String> leftOut = new ArrayList<>();
        try {
            zip.putNextEntry(new ZipEntry("README.txt"));
            zip.write(README.getBytes(StandardCharsets.UTF_8));
            tables(main, table -> "database/" + table.name() + ".json", DataExport::json, zip);
            tables(telemetry, table -> "telemetry/" + table.name() + ".csv", DataExport::csv, zip);
            copy(files.files(), files.data(), "files/", zip, leftOut);
            copy(files.logs(), files.state(), "logs/", zip, leftOut);
            for (Path conf : files.settings()) {
                copy(conf, "settings/" + conf.getFileName(), zip, leftOut);
            }
            if (!leftOut.isEmpty()) {
                zip.putNextEntry(new ZipEntry("LEFT-OUT.txt"));
                zip.write((String.join("\n", leftOut) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            zip.close();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private interface Naming {
        String of(StoredTable table);
    }

    private interface Writing {
        void write(StoredTable table, ResultSet rows, OutputStream out) throws SQLException, IOException;
    }

    private static void tables(Database database, Naming naming, Writing writing, ZipOutputStream zip) {
        database.readLong(connection -> {
            for (StoredTable table : StoredTable.all(connection)) {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT * FROM " + table.quoted())) {
                    zip.putNextEntry(new ZipEntry(naming.of(table)));
                    writing.write(table, rows, zip);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return true;
        });
    }

    /** A list of objects; what a column holds as JSON stays JSON. */
    private static void json(StoredTable table, ResultSet rows, OutputStream out) throws SQLException, IOException {
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            generator.setCodec(JSON);
            DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
            lines.indentArraysWith(com.fasterxml.jackson.core.util.DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
            lines.indentObjectsWith(new DefaultPrettyPrinter.FixedSpaceIndenter());
            generator.setPrettyPrinter(lines);
            generator.writeStartArray();
            while (rows.next()) {
                generator.writeStartObject();
                for (String column : table.columns()) {
                    generator.writeFieldName(column);
                    value(generator, rows.getObject(column));
                }
                generator.writeEndObject();
            }
            generator.writeEndArray();
        }
    }

    private static void value(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value instanceof String text && (text.startsWith("{") || text.startsWith("["))) {
            try {
                generator.writeTree(JSON.readTree(text));
                return;
            } catch (JsonProcessingException e) {
                // text that only begins as JSON does
            }
        }
        generator.writePOJO(value);
    }

    private static void csv(StoredTable table, ResultSet rows, OutputStream out) throws SQLException, IOException {
        line(table.columns(), out);
        List<String> fields = new ArrayList<>();
        while (rows.next()) {
            fields.clear();
            for (String column : table.columns()) {
                String text = rows.getString(column);
                fields.add(text == null ? "" : text);
            }
            line(fields, out);
        }
    }

    private static void line(List<String> fields, OutputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (String field : fields) {
            boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            line.append(line.isEmpty() ? "" : ",").append(plain ? field : '"' + field.replace("\"", "\"\"") + '"');
        }
        out.write(line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void copy(Path path, String name, ZipOutputStream zip, List<String> leftOut) throws IOException {
        try (InputStream in = opened(path, name, leftOut)) {
            if (in != null) {
                zip.putNextEntry(new ZipEntry(name));
                byte[] chunk = new byte[CHUNK_BYTES];
                for (int n = read(in, chunk, name, leftOut); n >= 0; n = read(in, chunk, name, leftOut)) {
                    zip.write(chunk, 0, n);
                }
            }
        }
    }

    private static @Nullable InputStream opened(Path path, String name, List<String> leftOut) {
        try {
            return Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            LOG.debug("{} was deleted while everything was taken out.", path);
        } catch (IOException e) {
            leftOut.add(name + ": " + FileTrouble.why(e));
        }
        return null;
    }

    private static int read(InputStream in, byte[] chunk, String name, List<String> leftOut) {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            leftOut.add(name + ": " + FileTrouble.why(e));
            return -1;
        }
    }

    private static void copy(List<Path> paths, Path folder, String below, ZipOutputStream zip, List<String> leftOut)
            throws IOException {
        for (Path path : paths) {
            if (Files.isRegularFile(path) || Files.isDirectory(path)) { // no link or pipe of somebody's
                copy(path, below + folder.relativize(path), zip, leftOut);
            }
        }
    }
}

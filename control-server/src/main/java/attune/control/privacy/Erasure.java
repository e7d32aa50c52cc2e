package attune.control.privacy;

import attune.control.problem.FileTrouble;
import attune.control.problem.ProblemException;
import attune.control.store.AuditEvent;
import attune.control.store.AuditStore;
import attune.control.store.Database;
import attune.control.store.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Erases everything of a person: rows with the pages and logs that held them, presets and other files, backups, the audit
 * chain, the logs. What is left is one entry of a new chain that says when. A file marks that it has begun, so that a
 * server that was killed meanwhile ends it when it starts again. One thread at a time.
 */
final class Erasure {
    /** Mark in the data folder. */
    static final String BEGUN = "erase.begun";

    /** The rest of the server. */
    interface Surroundings {
        /** Brings engines back to the gentle preset and ends whoever would write again what it remembers. */
        void quiet();

        /** Forgets what is in memory of what was stored; called when that is gone. */
        void forget();
    }

    private final Database main;
    private final Database telemetry;
    private final AuditStore audit;
    private final UserFiles files;
    private final Surroundings surroundings;

    Erasure(Database main, Database telemetry, AuditStore audit, UserFiles files, Surroundings surroundings) {
        this.main = main;
        this.telemetry = telemetry;
        this.audit = audit;
        this.files = files;
        this.surroundings = surroundings;
    }

    /** Whether a server that had begun to erase was ended before it was done; databases are not open yet. */
    static boolean isUnfinished(UserFiles files) {
        return Files.exists(files.data().resolve(BEGUN));
    }

    /** Ends what another server began: databases and all, before they are opened. */
    static void finish(UserFiles files) throws IOException {
        files.erase(true);
    }

    /**
     * Erases everything.
     *
     * @throws attune.control.store.StorageException where a database can't be erased; the same again, or the next start, goes on
     */
    void erase() throws IOException {
        Path mark = files.data().resolve(BEGUN);
        if (!Files.exists(mark)) {
            Files.createFile(mark);
        }
        surroundings.quiet();
        main.erase(Schema.MAIN);
        telemetry.erase(Schema.TELEMETRY);
        surroundings.forget();
        try {
            files.erase(false);
        } catch (IOException e) {
            throw ProblemException.status(
                    507,
                    "Not everything could be erased: " + FileTrouble.why(e)
                            + "; take that away yourself, then erase again.");
        }
        done();
    }

    /** The tombstone: that and when, nothing of what. */
    void done() throws IOException {
        audit.add(AuditEvent.of("erased", "you", Map.of()));
        Files.deleteIfExists(files.data().resolve(BEGUN));
    }
}

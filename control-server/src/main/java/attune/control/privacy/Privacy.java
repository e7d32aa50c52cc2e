package attune.control.privacy;

import attune.api.Backup;
import attune.api.Consent;
import attune.api.PrivacyState;
import attune.control.change.Preferences;
import attune.control.problem.ProblemException;
import attune.control.store.AuditEvent;
import attune.control.store.AuditStore;
import attune.control.store.Database;
import attune.control.store.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person may know, take out and erase. Any thread; of export and erasing one at a time. */
public final class Privacy {
    private static final Logger LOG = LoggerFactory.getLogger(Privacy.class);

    /** What has to be said to erase. */
    public static final String ERASE_PHRASE = "erase everything";

    /**
     * The rest of the server.
     *
     * @param gentle brings engines back to the gentle preset
     * @param quiet ends whoever would write again what it remembers
     * @param forget forgets what is in memory of what was stored
     */
    public record Surroundings(Runnable gentle, Runnable quiet, Runnable forget) {}

    private final AuditStore audit;
    private final ReadLog reads;
    private final Preferences preferences;
    private final StoredParts parts;
    private final DataExport export;
    private final Backups backups;
    private final Erasure erasure;
    private final ExecutorService work;
    private final Surroundings surroundings;
    private final ReentrantLock atWork = new ReentrantLock();

    /**
     * @param work thread that writes what engines told; erases between two of its turns
     * @param surroundings the rest of the server
     */
    public Privacy(
            Database main,
            Database telemetry,
            AuditStore audit,
            UserFiles files,
            Preferences preferences,
            Clock clock,
            ExecutorService work,
            Surroundings surroundings) {
        this.audit = audit;
        this.preferences = preferences;
        this.work = work;
        this.surroundings = surroundings;
        reads = new ReadLog(audit, clock);
        parts = new StoredParts(List.of(main, telemetry), files);
        export = new DataExport(main, telemetry, files);
        backups = new Backups(main, audit, files.backups(), clock);
        erasure = new Erasure(main, telemetry, audit, files, new Erasure.Surroundings() {
            @Override
            public void quiet() {
                surroundings.gentle().run();
                surroundings.quiet().run();
            }

            @Override
            public void forget() {
                reads.forget();
                surroundings.forget().run();
            }
        });
    }

    /**
     * Ends what a killed server had begun to erase. Before databases are opened.
     *
     * @return whether there was anything
     */
    public static boolean finishErasing(UserFiles files) throws IOException {
        boolean unfinished = Erasure.isUnfinished(files);
        if (unfinished) {
            Erasure.finish(files);
        }
        return unfinished;
    }

    /** Writes the tombstone of what {@link #finishErasing} ended. */
    public void erasingFinished() throws IOException {
        erasure.done();
    }

    public AuditStore audit() {
        return audit;
    }

    public ReadLog reads() {
        return reads;
    }

    /** What may be kept and what is. */
    public PrivacyState state() {
        try {
            return new PrivacyState(consents(), parts.all(), ERASE_PHRASE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Consent> consents() {
        return List.of(
                new Consent(
                        Preferences.FEATURES,
                        preferences.keepsFeatures(),
                        Preferences.FEATURES,
                        "Measurements of the sound and what was tried on it are kept on this machine, for learning. Off:"
                                + " neither is stored any more; what is stored stays until you erase it, and what you"
                                + " change yourself stays in the timeline."),
                new Consent(
                        Preferences.CAPTURE,
                        preferences.captures(),
                        Preferences.CAPTURE,
                        "The last 30 s of input are kept in memory while an instance learns, never on the disk. Off: they"
                                + " are dropped at once, and nothing can be tried and learned."),
                new Consent("clips", false, null, "Nothing of this is built: no sound is stored."),
                new Consent("sharing", false, null, "Nothing of this is built: nothing is sent anywhere."));
    }

    /**
     * Writes everything as one ZIP.
     *
     * @param who of the audit log, which gets it first
     * @param out where it goes once it may begin
     * @throws ProblemException 409 while another export or erasing is at work
     */
    public void export(String who, ExportTarget out) throws IOException {
        begin();
        try {
            audit.add(AuditEvent.of("exported", who, Map.of()));
            export.write(out.open());
        } finally {
            atWork.unlock();
        }
    }

    /** Where an export goes. */
    public interface ExportTarget {
        OutputStream open() throws IOException;
    }

    /**
     * Erases everything.
     *
     * @throws ProblemException 409 while an export or erasing is at work
     */
    public void erase() {
        onWork(erasure::erase);
    }

    private interface Task {
        void run() throws IOException;
    }

    private void onWork(Task task) {
        begin();
        try {
            work.submit(() -> {
                        task.run();
                        return true;
                    })
                    .get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException trouble) {
                throw new UncheckedIOException(trouble);
            }
            throw cause instanceof RuntimeException why ? why : new IllegalStateException(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server ends; what was begun is ended by the next one", e);
        } finally {
            atWork.unlock();
        }
    }

    /** All backups, newest first. */
    public List<Backup> backups() throws IOException {
        return backups.all();
    }

    /**
     * Makes a backup.
     *
     * @param who of the audit log
     * @throws ProblemException 409 while an export, backup or erasing is at work
     */
    public Backup backUp(String who) throws IOException {
        begin();
        try {
            return backups.make(who);
        } finally {
            atWork.unlock();
        }
    }

    /** Makes the backup of the day where it is due. Takes a while: by a thread of its own. */
    public void backUpWhenDue() {
        if (!atWork.tryLock()) {
            return;
        }
        try {
            if (backups.isDue()) {
                backups.make("attune");
            }
        } catch (IOException | StorageException e) {
            LOG.warn("The backup of the day could not be made: {}", e.getMessage());
        } finally {
            atWork.unlock();
        }
    }

    /**
     * Brings the database back to a backup; the audit log stays, and what was switched off, and what plays.
     *
     * @throws ProblemException 404 for an unknown one, 409 for one that can't be used
     */
    public void restore(String name, String who) {
        onWork(() -> {
            backups.restore(name, who, surroundings.quiet());
            surroundings.forget().run();
        });
    }

    private void begin() {
        if (!atWork.tryLock()) {
            throw ProblemException.conflict(
                    "busy", "Another export, backup or erasing is at work; try again when it is done.");
        }
    }
}

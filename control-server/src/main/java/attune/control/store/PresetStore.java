package attune.control.store;

import attune.api.PresetEvidence;
import attune.api.PresetInfo;
import attune.control.guard.ParamSets;
import attune.control.problem.FileTrouble;
import attune.control.store.PresetException.Kind;
import attune.control.words.PlainText;
import attune.dsp.chain.Engine;
import attune.param.ParamSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Factory presets and the user's own, one JSON file each. A file of the user's with the name of a factory preset is not
 * used, so that the names that hosts and commands know keep their sound. Reads files at each call, so that an edited
 * preset is heard at once; holds no state but the folders.
 */
public final class PresetStore {
    private static final String ENDING = ".json";
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final int MAX_LABEL = 60;
    private static final int MAX_DOC = 500;
    private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,63}");
    private static final Pattern WORD_GAPS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    /**
     * All presets there are.
     *
     * @param presets that can be used, by id
     * @param passedOver one sentence for each file that can't be, naming it
     */
    public record Listing(List<Preset> presets, List<String> passedOver) {
        public Listing {
            presets = List.copyOf(presets);
            passedOver = List.copyOf(passedOver);
        }
    }

    private final Path factoryFolder;
    private final Path userFolder;
    private final Favourites favourites;

    /**
     * @param factoryFolder presets that come with Attune
     * @param userFolder the user's own; may not exist yet
     */
    public PresetStore(Path factoryFolder, Path userFolder) {
        this.factoryFolder = factoryFolder;
        this.userFolder = userFolder;
        this.favourites = new Favourites(userFolder.resolveSibling("favourites.json"));
    }

    /** Whether evidence holds what auditions give: nothing else gets in with a preset from elsewhere. */
    public static boolean isPlausible(PresetEvidence evidence) {
        return PresetCodec.isPlausible(evidence);
    }

    /** The text of a file to hand on: every value named, also those at their default, which another version may have elsewhere. */
    public static String fileOf(Preset preset) {
        return PresetCodec.writeAll(preset);
    }

    /**
     * Takes in what {@link #fileOf} wrote, from wherever it came.
     *
     * @param name of the file, for messages
     * @param label to save it under; null: its own
     * @throws PresetException where it is no preset, was made for a newer sound, or its name is taken
     */
    public Preset take(String name, byte[] file, @Nullable String label) throws PresetException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PresetException("Preset '" + name + "' is not a valid preset file: it is not UTF-8 text.");
        }
        Preset given = requirePlayable(PresetCodec.read(name, text));
        return save(label == null ? given : as("", given, label));
    }

    /** The preset itself. @throws PresetException where a newer Attune made it for a sound that this one does not have */
    public static Preset requirePlayable(Preset preset) throws PresetException {
        if (preset.soundVersion() > Engine.SOUND_VERSION) {
            throw new PresetException("Preset '" + preset.label() + "' was made for sound version "
                    + preset.soundVersion() + "; this Attune has " + Engine.SOUND_VERSION
                    + ", a newer one can play it.");
        }
        return preset;
    }

    /** Whether the preset came with Attune. */
    public boolean isFactory(String id) {
        return Files.isRegularFile(factoryFolder.resolve(id + ENDING));
    }

    /** When its file was last written, ms since 1970; 0 where that can't be told. */
    public long savedAt(String id) {
        Path file = (isFactory(id) ? factoryFolder : userFolder).resolve(id + ENDING);
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Saves a new preset of the user's under the id that follows from its label. Whole or not at all.
     *
     * @throws PresetException when there is one of that id, or the label can't be a name
     */
    public synchronized Preset save(String label, String doc, int soundVersion, ParamSnapshot params)
            throws PresetException {
        return save(new Preset("", label, doc, soundVersion, params));
    }

    /** The same with tags and evidence; the id of what is given is not looked at. */
    public synchronized Preset save(Preset draft) throws PresetException {
        String id = idForLabel(draft.label());
        requireFree(id);
        return write(as(id, draft));
    }

    private static Preset as(String id, Preset draft) throws PresetException {
        return as(id, draft, draft.label());
    }

    private static Preset as(String id, Preset draft, String label) throws PresetException {
        return new Preset(
                id,
                label.strip(),
                draft.doc(),
                draft.soundVersion(),
                draft.params(),
                PresetTags.checked(draft.tags()),
                draft.evidence());
    }

    /**
     * Says beforehand whether {@link #save} would take this label.
     *
     * @throws PresetException when there is a preset of that id, or the label can't be a name
     */
    public void requireNew(String label) throws PresetException {
        requireFree(idForLabel(label));
    }

    /**
     * Gives one of the user's presets other contents; another label gives it another id.
     *
     * @throws PresetException when it is none of the user's own, or the new name is taken
     */
    public synchronized Preset change(String id, String label, String doc, ParamSnapshot params)
            throws PresetException {
        Preset old = find(id);
        return change(id, new Preset(id, label, doc, old.soundVersion(), params, old.tags(), old.evidence()));
    }

    /** The same with tags and evidence. */
    public synchronized Preset change(String id, Preset draft) throws PresetException {
        requireOwn(id, "changed");
        Preset old = find(id);
        String newId = idOf(old.label()).equals(idOf(draft.label())) ? id : idForLabel(draft.label());
        if (!newId.equals(id)) {
            requireFree(newId);
        }
        Preset changed = write(as(newId, draft));
        if (!newId.equals(id)) {
            deleteFile(id);
            if (favourites().contains(id)) {
                favourites.set(newId, true);
                favourites.set(id, false);
            }
        }
        return changed;
    }

    /** Ids of what the person marked; none where their file can't be used, which {@link #all} says. */
    public Set<String> favourites() {
        try {
            return favourites.all();
        } catch (PresetException e) {
            return Set.of();
        }
    }

    /** A preset as it is told outside. */
    public PresetInfo info(Preset preset) {
        return info(preset, favourites());
    }

    /**
     * The same for one of many.
     *
     * @param favourites ids, as {@link #favourites} has them
     */
    public PresetInfo info(Preset preset, Set<String> favourites) {
        return new PresetInfo(
                preset.id(),
                preset.label(),
                preset.doc(),
                isFactory(preset.id()),
                ParamSets.toMap(preset.params()),
                savedAt(preset.id()),
                preset.tags(),
                favourites.contains(preset.id()),
                preset.evidence(),
                null);
    }

    /** Marks a preset, or takes the mark away. @throws PresetException where there is no such preset */
    public synchronized void setFavourite(String id, boolean favourite) throws PresetException {
        favourites.set(find(id).id(), favourite);
    }

    /**
     * Deletes one of the user's presets. Its file is not read, so that a broken one can be deleted too, and one that is
     * not used for its name.
     *
     * @throws PresetException when it is none of the user's own
     */
    public synchronized void delete(String id) throws PresetException {
        if (!listed(userFolder).containsKey(id)) {
            requireOwn(id, "deleted");
        }
        deleteFile(id);
        if (!isFactory(id) && favourites().contains(id)) {
            favourites.set(id, false);
        }
    }

    /**
     * Id of the user's preset that a person means by a name, as {@link #find} has it, also where its file is broken.
     *
     * @throws PresetException when it is none of the user's own
     */
    public String ownId(String name) throws PresetException {
        Path own = named(listed(userFolder), name);
        if (own == null) {
            Path file = named(files(), name);
            throw file == null ? unknown(name, files()) : cameWithAttune(idOf(file), "deleted");
        }
        return idOf(own);
    }

    private void deleteFile(String id) throws PresetException {
        try {
            Files.deleteIfExists(userFolder.resolve(id + ENDING));
        } catch (IOException e) {
            throw new PresetException(
                    Kind.FAILED, "Preset '" + id + "' can't be deleted: " + FileTrouble.why(e) + ".", e);
        }
    }

    private void requireOwn(String id, String done) throws PresetException {
        // Only what a folder lists: no id leads out of it.
        if (!files().containsKey(id)) {
            throw unknown(id, files());
        }
        if (isFactory(id)) {
            throw cameWithAttune(id, done);
        }
    }

    private static PresetException cameWithAttune(String id, String done) {
        return new PresetException(
                Kind.REFUSED,
                "Preset '" + id + "' came with Attune and can't be " + done + "; save it under another name.");
    }

    private void requireFree(String id) throws PresetException {
        if (files().containsKey(id)) {
            throw new PresetException(Kind.REFUSED, "There is a preset '" + id + "' already; choose another name.");
        }
    }

    /**
     * The id that follows from a label: letters, digits and single hyphens, so that it is a file name everywhere and never
     * leaves the folder.
     */
    private static String idForLabel(String label) throws PresetException {
        String id = label.length() > MAX_LABEL ? "" : slug(label);
        if (!ID.matcher(id).matches()) {
            throw new PresetException("The name '" + label.substring(0, Math.min(label.length(), MAX_LABEL))
                    + "' can't be used: it needs a letter or digit and at most " + MAX_LABEL + " characters.");
        }
        return id;
    }

    private static String slug(String label) {
        return WORD_GAPS.matcher(idOf(label)).replaceAll("-").replaceAll("^-+|-+$", "");
    }

    /** Written whole under another name, synced, then renamed; 0600. */
    private Preset write(Preset preset) throws PresetException {
        if (!PlainText.isPlain(preset.label()) || !PlainText.isPlain(preset.doc())) {
            throw new PresetException("Preset '" + preset.id()
                    + "' can't be saved: its name or description holds a control character; both must be plain text.");
        }
        if (preset.doc().length() > MAX_DOC) {
            throw new PresetException("Preset '" + preset.id() + "' can't be saved: its description has "
                    + preset.doc().length() + " characters; at most " + MAX_DOC + " are allowed.");
        }
        Path fresh = userFolder.resolve("." + preset.id() + ".new");
        try {
            Files.createDirectories(userFolder, PosixFilePermissions.asFileAttribute(FOLDER));
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(FILE));
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(PresetCodec.write(preset));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, userFolder.resolve(preset.id() + ENDING), StandardCopyOption.ATOMIC_MOVE);
            return preset;
        } catch (IOException e) {
            fresh.toFile().delete();
            throw new PresetException(
                    Kind.FAILED, "Preset '" + preset.id() + "' can't be saved: " + FileTrouble.why(e) + ".", e);
        }
    }

    /** Ids of all presets, sorted; broken files are listed too. */
    public List<String> ids() throws PresetException {
        return List.copyOf(files().keySet());
    }

    /**
     * The preset with this id or label; case, spaces, underscores and hyphens don't matter.
     *
     * @throws PresetException when there is none, naming those there are, or when its file is broken
     */
    public Preset find(String name) throws PresetException {
        Map<String, Path> files = files();
        Path file = named(files, name);
        if (file == null) {
            throw unknown(name, files);
        }
        return read(file);
    }

    private static PresetException unknown(String name, Map<String, Path> files) {
        return new PresetException(
                Kind.UNKNOWN,
                "There is no preset '" + name + "'; there are " + String.join(", ", files.keySet()) + ".");
    }

    private static @Nullable Path named(Map<String, Path> files, String name) {
        // A file's own name first: it may hold letters and spaces that an id has otherwise not.
        Path own = files.get(name);
        Path exact = own != null ? own : files.get(idOf(name));
        if (exact != null) {
            return exact;
        }
        String wanted = idOf(name);
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            if (idOf(entry.getKey()).equals(wanted)) {
                return entry.getValue();
            }
        }
        Path ofLabel = files.get(slug(name));
        return ofLabel != null && isLabelOf(ofLabel, wanted) ? ofLabel : null;
    }

    /** A label may hold more than an id: "A/B" is in a-b.json. */
    private static boolean isLabelOf(Path file, String wanted) {
        try {
            return idOf(read(file).label()).equals(wanted);
        } catch (PresetException e) {
            return false;
        }
    }

    /** All presets; what can't be used does not hold up the others. */
    public Listing all() throws PresetException {
        List<Preset> presets = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        for (Path file : files().values()) {
            try {
                presets.add(read(file));
            } catch (PresetException e) {
                passedOver.add(String.valueOf(e.getMessage()));
            }
        }
        Map<String, Path> factory = listed(factoryFolder);
        for (Path file : listed(userFolder).values()) {
            Path taken = named(factory, idOf(file));
            if (taken != null) {
                passedOver.add("Preset file " + file + " is not used: the preset '" + idOf(taken)
                        + "' came with Attune; give the file another name.");
            }
        }
        try {
            favourites.all();
        } catch (PresetException e) {
            passedOver.add(String.valueOf(e.getMessage()));
        }
        return new Listing(presets, passedOver);
    }

    /** Files that presets are read from, by id. */
    private Map<String, Path> files() throws PresetException {
        Map<String, Path> factory = listed(factoryFolder);
        Map<String, Path> files = listed(userFolder);
        files.keySet().removeIf(id -> named(factory, id) != null);
        files.putAll(factory);
        return files;
    }

    private static Map<String, Path> listed(Path folder) throws PresetException {
        Map<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                entries.filter(PresetStore::isPreset).forEach(file -> files.put(idOf(file), file));
            } catch (IOException e) {
                throw new PresetException(Kind.FAILED, "The presets can't be listed: " + FileTrouble.why(e) + ".", e);
            }
        }
        return files;
    }

    private static boolean isPreset(Path file) {
        return file.getFileName().toString().endsWith(ENDING) && !Files.isDirectory(file);
    }

    /**
     * A preset file, wherever it is.
     *
     * @throws PresetException naming the file where it can't be read or is no valid preset
     */
    public static Preset read(Path file) throws PresetException {
        // A pipe would be waited for.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new PresetException("Preset file " + file + " is a folder, device or pipe, not a file.");
        }
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new PresetException("Preset file " + file + " is larger than " + MAX_FILE_BYTES + " bytes.");
            }
            return PresetCodec.read(idOf(file), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new PresetException("Preset file " + file + " is not a valid preset file: it is not UTF-8 text.");
        } catch (NoSuchFileException e) {
            throw new PresetException("Preset file " + file + " leads to a file that does not exist.");
        } catch (IOException e) {
            throw new PresetException("Preset file " + file + " can't be read by this user.");
        }
    }

    private static String idOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    private static String idOf(String name) {
        // Some systems store ü in file names as u and two dots.
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replace(' ', '-')
                .replace('_', '-');
    }
}

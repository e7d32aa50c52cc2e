package attune.control.store;

import attune.api.LoudnessTarget;
import attune.api.TargetList;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What platforms and recommendations want sound to be: the list that came with Attune ({@code targets/targets.json} among
 * the presets), or, where there is one, the user's own list in its place. Reads the file at each call, so that an edited
 * list holds at once.
 */
public final class LoudnessTargets {
    private static final long MAX_FILE_BYTES = 1 << 20;

    private final Path factoryFile;
    private final Path userFile;

    /**
     * @param factoryPresets folder of what came with Attune
     * @param userData the user's folder, in which {@code targets.json} may lie
     */
    public LoudnessTargets(Path factoryPresets, Path userData) {
        this.factoryFile = factoryPresets.resolve("targets").resolve("targets.json");
        this.userFile = userData.resolve("targets.json");
    }

    /**
     * All targets.
     *
     * @throws TargetException where the list that counts can't be read or used
     */
    public TargetList all() throws TargetException {
        Path file = Files.exists(userFile) ? userFile : factoryFile;
        // A pipe would be waited for.
        if (!Files.isRegularFile(file)) {
            throw new TargetException("The list of targets " + file + " is no file.");
        }
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new TargetException(
                        "The list of targets " + file + " is larger than " + MAX_FILE_BYTES + " bytes.");
            }
            return TargetCodec.read(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new TargetException("The list of targets " + file + " can't be used: it is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new TargetException("The list of targets " + file + " can't be read by this user.", e);
        }
    }

    /**
     * The target with this id.
     *
     * @throws TargetException where there is none, naming those there are
     */
    public LoudnessTarget find(String id) throws TargetException {
        TargetList list = all();
        for (LoudnessTarget target : list.targets()) {
            if (target.id().equals(id)) {
                return target;
            }
        }
        throw new TargetException("There is no target '" + id + "'; there are "
                + String.join(
                        ", ", list.targets().stream().map(LoudnessTarget::id).toList())
                + ".");
    }
}

package attune.control.taste;

import attune.control.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The two sounds of a pair that the agent renders, in memory only: WAV files, "a" and "b". Guarded by its owner. */
public final class PairSounds {
    private final byte[] @Nullable [] sounds = new byte[2][];

    /** Takes one in. @throws ProblemException 404 for another side */
    public void put(String side, byte[] wav) {
        sounds[index(side)] = wav;
    }

    /** One of them; null until it was handed over. @throws ProblemException 404 for another side */
    public byte @Nullable [] of(String side) {
        return sounds[index(side)];
    }

    public boolean isComplete() {
        return sounds[0] != null && sounds[1] != null;
    }

    public void forget() {
        sounds[0] = null;
        sounds[1] = null;
    }

    private static int index(String side) {
        return switch (side) {
            case "a" -> 0;
            case "b" -> 1;
            default -> throw ProblemException.unknown("sound", side, "are a and b");
        };
    }
}

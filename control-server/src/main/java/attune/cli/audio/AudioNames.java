package attune.cli.audio;

import java.util.Set;

/** Endings of file names under which sound is usually kept. */
final class AudioNames {
    private static final Set<String> ENDINGS = Set.of(
            "wav", "wave", "aif", "aiff", "aifc", "flac", "mp2", "mp3", "m4a", "aac", "ogg", "oga", "opus", "wma", "wv",
            "w64", "rf64", "caf", "au", "ape", "tta", "mka", "ac3", "amr", "3gp", "mp4", "m4v", "mov", "mkv", "webm",
            "avi");

    private AudioNames() {}

    static boolean isAudio(String ending) {
        return ENDINGS.contains(ending);
    }
}

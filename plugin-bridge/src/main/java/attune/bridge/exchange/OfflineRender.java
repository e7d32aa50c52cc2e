package attune.bridge.exchange;

import attune.rt.AudioThread;

/**
 * What an offline render keeps out of the sound, so that two renders of one session are the same: it begins without history
 * at the gain that the leveler remembers, at full cost, and takes nothing from outside the host until it ends. The gain it
 * ends with is forgotten. Engine thread.
 */
final class OfflineRender {
    private boolean rendering;
    private boolean begins;
    private boolean ends;
    private double gainBeforeDb;

    /** The next post is of this kind. */
    @AudioThread
    void next(boolean offline) {
        begins = offline && !rendering;
        ends = rendering && !offline;
        rendering = offline;
    }

    @AudioThread
    boolean isRendering() {
        return rendering;
    }

    /** Whether this post is the first of a render. */
    @AudioThread
    boolean begins() {
        return begins;
    }

    /** Whether this post is the first live one behind a render. */
    @AudioThread
    boolean ends() {
        return ends;
    }

    /** The leveler's gain when the render begins, dB. */
    @AudioThread
    void rememberGainDb(double gainDb) {
        gainBeforeDb = gainDb;
    }

    @AudioThread
    double gainBeforeDb() {
        return gainBeforeDb;
    }
}

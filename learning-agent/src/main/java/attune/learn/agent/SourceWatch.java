package attune.learn.agent;

import attune.api.Situation;
import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.memory.SituationMatcher;
import attune.param.ParamSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Follows one source second by second: how long it has sounded the same, how much of that was no silence, whether it
 * keeps changing. Windows of two seconds on the engine's own clock, each analysed once, compared with the one two seconds
 * before. One thread.
 */
final class SourceWatch {
    /** So many changes within {@link #MEMORY_SECONDS} make a source that keeps changing. */
    static final int CHANGES = 3;
    /** How far back changes count. */
    static final double MEMORY_SECONDS = 20;
    /** Blocks below this are silence, in dBFS of their mean square. */
    static final double SILENCE_DBFS = -60;

    private static final int WINDOW_SECONDS = 2;
    /** Distance between neighbouring windows that no single source makes; calibrated on development clips. */
    private static final double JUMP = 2.2;

    private final Deque<Window> windows = new ArrayDeque<>();
    private final Deque<Long> changes = new ArrayDeque<>();
    private final ParamSnapshot noSettings = new ParamSnapshot();
    private double sampleRateHz = 48_000;
    private long steadySince = -1;
    private long end;

    /** One second of the grid; {@code situation} covers the second before too, null where that is silent. */
    private record Window(
            long end, boolean silent, @Nullable Situation situation) {}

    /** Takes what was captured up to now; overlapping parts are not looked at twice. */
    void hear(CapturedClip clip) {
        sampleRateHz = clip.sampleRateHz();
        long clipEnd = clip.firstFrame() + clip.frames();
        boolean gap = clip.firstFrame() > end || clipEnd < end;
        if (steadySince < 0 || gap) {
            windows.clear();
            steadySince = clip.firstFrame();
            end = clip.firstFrame();
        }
        int second = (int) Math.round(sampleRateHz);
        for (long next = end + second; next <= clipEnd; next += second) {
            add(clip, next, second);
            end = next;
        }
        long oldest = end - (long) (MEMORY_SECONDS * sampleRateHz);
        changes.removeIf(at -> at < oldest);
        while (windows.size() > MEMORY_SECONDS) {
            windows.removeFirst();
        }
    }

    private void add(CapturedClip clip, long windowEnd, int second) {
        int to = (int) (windowEnd - clip.firstFrame());
        boolean silent = isSilent(clip, to - second, to);
        Window before = at(windowEnd - second);
        boolean whole = !silent && before != null && !before.silent() && to >= WINDOW_SECONDS * second;
        Situation situation = whole ? situation(clip, to - WINDOW_SECONDS * second, to) : null;
        Window earlier = at(windowEnd - (long) WINDOW_SECONDS * second);
        windows.addLast(new Window(windowEnd, silent, situation));
        if (situation != null
                && earlier != null
                && earlier.situation() != null
                && jumps(earlier.situation(), situation)) {
            jumped(windowEnd - second);
        }
    }

    private void jumped(long at) {
        // one change is seen by two windows that overlap
        if (changes.isEmpty() || at - changes.getLast() > 1.5 * sampleRateHz) {
            changes.addLast(at);
        }
        steadySince = at;
    }

    /** Music moves in tone and level as music does: between windows without a voice nothing is told from that. */
    private static boolean jumps(Situation earlier, Situation now) {
        return (isVoice(earlier) || isVoice(now))
                && SituationMatcher.distance(earlier.observation(), now.observation()) > JUMP;
    }

    private static boolean isVoice(Situation situation) {
        return situation.contentClass().equals(ContentClass.SPEECH.id());
    }

    private @Nullable Window at(long windowEnd) {
        for (Iterator<Window> newest = windows.descendingIterator(); newest.hasNext(); ) {
            Window window = newest.next();
            if (window.end() == windowEnd) {
                return window;
            }
        }
        return null;
    }

    private Situation situation(CapturedClip clip, int from, int to) {
        CapturedClip part = Clips.part(clip, from, to);
        InputAnalysis analysis = InputAnalysis.of(part);
        return Moment.situation(analysis, part, noSettings, Moment.EQUAL_WEIGHTS);
    }

    private static boolean isSilent(CapturedClip clip, int from, int to) {
        double sum = 0;
        for (float[] channel : clip.channels()) {
            for (int i = from; i < to; i++) {
                sum += (double) channel[i] * channel[i];
            }
        }
        double mean = sum / ((double) (to - from) * clip.channels().length);
        return 10 * StrictMath.log10(mean + 1e-20) < SILENCE_DBFS;
    }

    /** Position up to which everything was heard. */
    long end() {
        return end;
    }

    /** Position from which the source has sounded the same. */
    long steadySince() {
        return steadySince;
    }

    /** Position at which something that begins now and takes so long is over. */
    long settledAfter(double seconds) {
        return end + (long) StrictMath.ceil(seconds * sampleRateHz);
    }

    /** Starts counting anew from here: something about the source is new. */
    void restart() {
        steadySince = end;
    }

    /** Seconds since {@code from} that were no silence. */
    int soundingSeconds(long from) {
        int count = 0;
        for (Window window : windows) {
            count += !window.silent() && window.end() > from ? 1 : 0;
        }
        return count;
    }

    /** Seconds of silence up to now, as far back as is remembered. */
    int silentSeconds() {
        int count = 0;
        for (Iterator<Window> newest = windows.descendingIterator(); newest.hasNext(); count++) {
            if (!newest.next().silent()) {
                break;
            }
        }
        return count;
    }

    /** How often the source changed of late. */
    int changes() {
        return changes.size();
    }

    /** Whether it changes so often that nothing can be learned from it. */
    boolean isChanging() {
        return changes.size() >= CHANGES;
    }
}

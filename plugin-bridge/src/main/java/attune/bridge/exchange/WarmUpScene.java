package attune.bridge.exchange;

import attune.bridge.telemetry.ParamMailbox;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.Scale;
import attune.param.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one scene of the warm-up sets and plays: drawn by its number, so that every run plays the same and every scene
 * mixes other things. Most give all stages work at once, as loaded presets do; the others one stage alone, the gentle
 * preset, or defaults.
 */
final class WarmUpScene {
    /** What the host feeds in. */
    enum Sound {
        /** Voiced sound, sharp s, pauses over noise and hum. */
        VOICE,
        NOISE,
        /** Far above full scale. */
        LOUD,
        SILENCE,
        /** With NaN, infinity and denormals. */
        BROKEN
    }

    private static final int PROGRAMS = (int) ParamTable.PROGRAM.spec().max() + 1;
    private static final List<ParamTable> BYPASSES = ParamTable.all().stream()
            .filter(param -> param.spec().scale() == Scale.TOGGLE && param.id().endsWith("_bypass"))
            .toList();
    private static final Sound[] SOUNDS = {
        Sound.VOICE, Sound.VOICE, Sound.VOICE, Sound.NOISE, Sound.LOUD, Sound.VOICE, Sound.SILENCE, Sound.BROKEN
    };
    private static final int[] BLOCK_FRAMES = {64, 256, 128, 64, 512, 256, 64, 1024};

    private final int number;
    private int draws;

    WarmUpScene(int number) {
        this.number = number;
    }

    /** 0 to {@code bound} − 1, the same for the same question; so nothing goes together always (murmur3's finalizer). */
    private int pick(int question, int bound) {
        int hash = 0x9e3779b9 * (number + 1) + 0x85ebca6b * question;
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return ((hash ^ hash >>> 16) >>> 1) % bound;
    }

    /** Another one each time. */
    private int next(int bound) {
        return pick(100 + draws++, bound);
    }

    private boolean oneIn(int often, int question) {
        return pick(question, often) == 0;
    }

    Sound sound() {
        return SOUNDS[pick(1, SOUNDS.length)];
    }

    int blockFrames() {
        return BLOCK_FRAMES[pick(2, BLOCK_FRAMES.length)];
    }

    /** Whether the stream begins anew. */
    boolean starts() {
        return oneIn(10, 3);
    }

    /** Whether a host recalls the set; else it comes through the mailbox. */
    boolean recalls() {
        return starts() || oneIn(3, 4);
    }

    int mailboxKind() {
        return oneIn(3, 5) ? ParamMailbox.KIND_LEARNED : ParamMailbox.KIND_CHOSEN;
    }

    boolean economy() {
        return oneIn(5, 6);
    }

    boolean captures() {
        return !oneIn(3, 7);
    }

    /** Gain that a recall remembers, dB. */
    double levelerGainDb() {
        return pick(8, 7) - 3;
    }

    int slot() {
        return pick(9, 4);
    }

    int number() {
        return number;
    }

    /** At work together, one stage alone, the gentle preset, or defaults. */
    void fill(ParamSnapshot params) {
        draws = 0;
        int kind = pick(10, 12);
        if (kind == 0) {
            params.copyFrom(GentlePreset.params());
        } else if (kind == 1) {
            params.setDefaults();
        } else {
            fillAtWork(params);
            @Nullable
            Stage alone = kind > 3
                    ? null
                    : BYPASSES.get(pick(11, BYPASSES.size())).spec().stage();
            for (ParamTable bypass : BYPASSES) {
                params.set(bypass, alone == null || bypass.spec().stage() == alone ? 0 : 1);
            }
        }
        params.set(ParamTable.PROGRAM, next(PROGRAMS));
    }

    /** Everything somewhere in the middle of its range, where it is heard. */
    private void fillAtWork(ParamSnapshot params) {
        for (int i = 0; i < ParamTable.COUNT; i++) {
            ParamSpec spec = ParamTable.all().get(i).spec();
            double position = spec.scale().isDiscrete() ? next(1024) / 1023.0 : 0.25 + 0.5 * next(1024) / 1023.0;
            if (spec.scale() == Scale.LOG) {
                position *= position * position; // times are short, so that what they hold back happens in a scene
            }
            params.set(i, spec.min() + position * (spec.max() - spec.min()));
        }
        // A gate closes and opens within a scene only where it does not hold.
        params.set(ParamTable.GATE_THRESHOLD, -20 - next(12));
        params.set(ParamTable.GATE_HOLD, 10 + 2 * next(8));
    }

    void fill(MacroSnapshot macros) {
        macros.setDefaults();
        macros.set(MacroTable.SLOT, slot());
        macros.set(MacroTable.BYPASS, oneIn(12, 20) ? 1 : 0);
        macros.set(MacroTable.DELTA, oneIn(4, 21) ? 1 : 0);
        macros.set(
                MacroTable.DELTA_STAGE,
                pick(22, (int) MacroTable.DELTA_STAGE.spec().max() + 1));
        macros.set(MacroTable.MATCH_SLOTS, oneIn(8, 23) ? 1 : 0);
        macros.set(MacroTable.LEARN_NOISE, oneIn(8, 24) ? 1 : 0);
        macros.set(MacroTable.AMOUNT, oneIn(7, 25) ? 60 : oneIn(12, 26) ? 150 : 100);
        macros.set(MacroTable.OUTPUT_TRIM, oneIn(6, 27) ? 3 : 0);
        macros.set(MacroTable.TARGET, -16 - pick(28, 4));
        macros.set(MacroTable.LIKE, pick(29, 2));
        macros.set(MacroTable.DISLIKE, oneIn(3, 30) ? 1 : 0);
        macros.set(MacroTable.RESET_TO_SAFE, oneIn(24, 31) ? 1 : 0);
    }
}

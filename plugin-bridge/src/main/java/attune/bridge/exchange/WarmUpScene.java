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
    private int draw;

    WarmUpScene(int number) {
        this.number = number;
        this.draw = 0x9e3779b9 * (number + 1) | 1;
    }

    /** Marsaglia's xorshift; 0 to {@code bound} − 1. */
    private int next(int bound) {
        draw ^= draw << 13;
        draw ^= draw >>> 17;
        draw ^= draw << 5;
        return (draw >>> 8) % bound;
    }

    Sound sound() {
        return SOUNDS[(number + number / SOUNDS.length) % SOUNDS.length];
    }

    int blockFrames() {
        return BLOCK_FRAMES[number % BLOCK_FRAMES.length];
    }

    /** Whether the stream begins anew. */
    boolean starts() {
        return number % 11 == 0;
    }

    /** Whether a host recalls the set; else it comes through the mailbox. */
    boolean recalls() {
        return starts() || number % 3 == 1;
    }

    int mailboxKind() {
        return number % 4 == 2 ? ParamMailbox.KIND_LEARNED : ParamMailbox.KIND_CHOSEN;
    }

    boolean economy() {
        return number % 5 == 3;
    }

    boolean captures() {
        return number % 3 != 1;
    }

    /** Gain that a recall remembers, dB. */
    double levelerGainDb() {
        return number % 7 - 3;
    }

    int slot() {
        return number & 3;
    }

    int number() {
        return number;
    }

    /** Switch of the stage whose turn it is to work alone. */
    private ParamTable aloneBypass() {
        return BYPASSES.get(number / 6 % BYPASSES.size());
    }

    void fill(ParamSnapshot params) {
        if (number % 12 == 11) {
            params.copyFrom(GentlePreset.params());
        } else if (number % 12 == 5) {
            params.setDefaults();
        } else {
            fillAtWork(params);
            Stage alone = aloneBypass().spec().stage();
            for (ParamTable bypass : BYPASSES) {
                boolean off = number % 6 == 4 && bypass.spec().stage() != alone;
                params.set(bypass, off ? 1 : 0);
            }
        }
        params.set(ParamTable.PROGRAM, next(PROGRAMS));
    }

    /** Everything somewhere in the middle of its range, where it is heard. */
    private void fillAtWork(ParamSnapshot params) {
        for (int i = 0; i < ParamTable.COUNT; i++) {
            ParamSpec spec = ParamTable.all().get(i).spec();
            double position = spec.scale().isDiscrete() ? next(1024) / 1023.0 : 0.25 + 0.5 * next(1024) / 1023.0;
            params.set(i, spec.min() + position * (spec.max() - spec.min()));
        }
    }

    void fill(MacroSnapshot macros) {
        macros.setDefaults();
        macros.set(MacroTable.SLOT, slot());
        macros.set(MacroTable.BYPASS, number % 16 == 3 ? 1 : 0);
        macros.set(MacroTable.DELTA, number % 4 == 1 ? 1 : 0);
        macros.set(
                MacroTable.DELTA_STAGE,
                number / 4 % ((int) MacroTable.DELTA_STAGE.spec().max() + 1));
        macros.set(MacroTable.MATCH_SLOTS, number % 9 == 4 ? 1 : 0);
        macros.set(MacroTable.LEARN_NOISE, number % 10 == 7 ? 1 : 0);
        macros.set(MacroTable.AMOUNT, number % 7 == 1 ? 60 : number % 13 == 9 ? 150 : 100);
        macros.set(MacroTable.OUTPUT_TRIM, number % 6 == 2 ? 3 : 0);
        macros.set(MacroTable.TARGET, -16 - number % 4);
        macros.set(MacroTable.LIKE, number % 2);
        macros.set(MacroTable.DISLIKE, number % 3 == 0 ? 1 : 0);
        macros.set(MacroTable.RESET_TO_SAFE, number % 32 == 31 ? 1 : 0);
    }
}

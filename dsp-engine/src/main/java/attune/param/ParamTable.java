package attune.param;

import static attune.param.LevelEffect.LOUDER_DOWN;
import static attune.param.LevelEffect.LOUDER_UP;
import static attune.param.Scale.ENUM;
import static attune.param.Scale.LINEAR;
import static attune.param.Scale.LOG;
import static attune.param.Scale.STEPPED;
import static attune.param.Scale.TOGGLE;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The single source of truth for the learned parameter set, the one inside the engine. Constant name in lower case =
 * permanent id; ordinal = dense index. New parameters are appended; nothing is ever renumbered, renamed or removed
 * ({@code params.lock} and its test forbid it). Defaults are transparent: a preset says only what it does.
 *
 * <p>Everything else that knows about a parameter is generated from here by {@code ./attune generate}.
 */
public enum ParamTable {
    HPF_CORNER(spec(Stage.HIGH_PASS, "High-pass corner", "Hz", LOG, 10, 300)
            .doc("Removes rumble below this frequency; at 10 Hz the stage is off.")
            .defaults(10, 10)
            .safe(10, 150)
            .step(60)),

    NR_ATTENUATION(spec(Stage.NOISE_REDUCER, "Noise reduction", "dB", LINEAR, 0, 30)
            .doc("Most that steady noise is lowered; at 0 dB the stage is off.")
            .defaults(0, 0)
            .level(LOUDER_DOWN)
            .safe(0, 18)
            .step(6)),
    NR_SENSITIVITY(spec(Stage.NOISE_REDUCER, "Noise sensitivity", "dB", LINEAR, -6, 6)
            .doc("Raises or lowers the tracked noise floor that counts as noise.")
            .defaults(0, Double.NaN)
            .safe(-3, 3)
            .step(3)),
    NR_SMOOTHING(spec(Stage.NOISE_REDUCER, "Noise smoothing", "%", LINEAR, 0, 100)
            .doc("Trades musical noise (low) against reverberant tails and soft word endings (high).")
            .defaults(60, Double.NaN)
            .safe(20, 90)
            .step(50)),
    NR_ONSET(spec(Stage.NOISE_REDUCER, "Word-onset protection", "%", LINEAR, 0, 100)
            .doc("Opens the noise reduction for the beginnings of words and notes.")
            .defaults(100, Double.NaN)
            .safe(50, 100)
            .step(50)),

    EQ1_FREQUENCY(eqFrequency(1, "Low shelf", 100).fixed()),
    EQ1_GAIN(eqGain(1, "Low shelf")),
    EQ1_Q(eqQ(1, "Low shelf", 0.71).fixed()),
    EQ2_FREQUENCY(eqFrequency(2, "Bell 1", 200)),
    EQ2_GAIN(eqGain(2, "Bell 1")),
    EQ2_Q(eqQ(2, "Bell 1", 1)),
    EQ3_FREQUENCY(eqFrequency(3, "Bell 2", 400)),
    EQ3_GAIN(eqGain(3, "Bell 2")),
    EQ3_Q(eqQ(3, "Bell 2", 1)),
    EQ4_FREQUENCY(eqFrequency(4, "Bell 3", 800).fixed()),
    EQ4_GAIN(eqGain(4, "Bell 3")),
    EQ4_Q(eqQ(4, "Bell 3", 1).fixed()),
    EQ5_FREQUENCY(eqFrequency(5, "Bell 4", 1600).fixed()),
    EQ5_GAIN(eqGain(5, "Bell 4")),
    EQ5_Q(eqQ(5, "Bell 4", 1).fixed()),
    EQ6_FREQUENCY(eqFrequency(6, "Bell 5", 3200)),
    EQ6_GAIN(eqGain(6, "Bell 5")),
    EQ6_Q(eqQ(6, "Bell 5", 1)),
    EQ7_FREQUENCY(eqFrequency(7, "Bell 6", 6400).fixed()),
    EQ7_GAIN(eqGain(7, "Bell 6")),
    EQ7_Q(eqQ(7, "Bell 6", 1).fixed()),
    EQ8_FREQUENCY(eqFrequency(8, "High shelf", 9000).fixed()),
    EQ8_GAIN(eqGain(8, "High shelf")),
    EQ8_Q(eqQ(8, "High shelf", 0.71).fixed()),

    LEVELER_RANGE(spec(Stage.LEVELER, "Leveler range", "dB", LINEAR, 0, 30)
            .doc("Most that the leveler may raise or lower the sound towards the target; at 0 dB the stage is off.")
            .defaults(0, 0)
            .level(LOUDER_UP)
            .safe(0, 18)
            .step(3)),
    LEVELER_OFFSET(spec(Stage.LEVELER, "Leveler offset", "LU", LINEAR, -6, 6)
            .doc("Distance from the Target at which this sound sits best.")
            .defaults(0, 0)
            .safe(-3, 3)
            .step(1)
            .fixed()),
    LEVELER_SPEED(spec(Stage.LEVELER, "Leveler speed", "LU/s", LOG, 0.1, 10)
            .doc("Fastest change of the leveler's gain.")
            .defaults(1, Double.NaN)
            .safe(0.3, 4)
            .step(2)),

    LIMITER_CEILING(spec(Stage.LIMITER, "Limiter ceiling", "dBTP", LINEAR, -12, -0.1)
            .doc("True peak that the output never exceeds; no learner may raise it.")
            .defaults(-1, Double.NaN)
            .fixed()),
    LIMITER_RELEASE(spec(Stage.LIMITER, "Limiter release", "ms", LOG, 20, 1000)
            .doc("Time in which the limiter lets go after a peak.")
            .defaults(120, Double.NaN)
            .safe(50, 400)
            .step(100)),

    HUM_FREQUENCY(spec(Stage.HUM_REMOVER, "Hum frequency", "Hz", LINEAR, 45, 65)
            .doc("Fundamental of the hum; drift of up to 0.3 Hz is followed.")
            .defaults(50, Double.NaN)
            .safe(45, 65)
            .step(2)),
    HUM_DEPTH(spec(Stage.HUM_REMOVER, "Hum removal", "dB", LINEAR, 0, 40)
            .doc("Most that each harmonic of a hum that stands out is lowered; at 0 dB the stage is off.")
            .defaults(0, 0)
            .level(LOUDER_DOWN)
            .safe(0, 30)
            .step(15)),
    HUM_HARMONICS(spec(Stage.HUM_REMOVER, "Hum harmonics", "", STEPPED, 1, 16)
            .doc("How many harmonics of the hum are looked for, the fundamental included.")
            .defaults(8, Double.NaN)
            .safe(1, 16)
            .step(16)),

    HPF_SLOPE(spec(Stage.HIGH_PASS, "High-pass slope", "", ENUM, 0, 1)
            .doc("How steeply rumble falls below the corner.")
            .choices("12 dB/octave", "24 dB/octave")
            .defaults(0, Double.NaN)
            .fixed()),

    GATE_RANGE(spec(Stage.GATE, "Gate range", "dB", LINEAR, 0, 40)
            .doc("Most that the gate lowers what lies under its threshold; at 0 dB the stage is off.")
            .defaults(0, 0)
            .level(LOUDER_DOWN)
            .safe(0, 20)
            .step(6)),
    GATE_THRESHOLD(spec(Stage.GATE, "Gate threshold", "dB", LINEAR, -80, -10)
            .doc("Level under which the gate closes; it opens 3 dB higher.")
            .defaults(-45, Double.NaN)
            .safe(-65, -25)
            .step(6)),
    GATE_RATIO(spec(Stage.GATE, "Gate ratio", ":1", LOG, 1.2, 10)
            .doc("Decibels that the output falls for each decibel under the threshold: 2 is a soft expander.")
            .defaults(2, Double.NaN)
            .fixed()),
    GATE_HOLD(spec(Stage.GATE, "Gate hold", "ms", LOG, 10, 1000)
            .doc("Time that the gate stays open after the last sound above its threshold.")
            .defaults(150, Double.NaN)
            .fixed()),
    GATE_RELEASE(spec(Stage.GATE, "Gate release", "ms", LOG, 20, 2000)
            .doc("Time in which 90 % of the gate's closing is done.")
            .defaults(250, Double.NaN)
            .fixed()),
    GATE_REFERENCE(thresholdReference(Stage.GATE, "Gate")),

    DEESS_DEPTH(spec(Stage.DE_ESSER, "De-esser depth", "dB", LINEAR, 0, 18)
            .doc("Most that sharp s and sh sounds are lowered; at 0 dB the stage is off.")
            .defaults(0, 0)
            .level(LOUDER_DOWN)
            .safe(0, 9)
            .step(4)),
    DEESS_FREQUENCY(spec(Stage.DE_ESSER, "De-esser frequency", "Hz", LOG, 2500, 12000)
            .doc("Where the band begins that is listened to and lowered.")
            .defaults(5000, Double.NaN)
            .safe(3500, 8000)
            .step(1000)
            .fixed()),
    DEESS_THRESHOLD(spec(Stage.DE_ESSER, "De-esser threshold", "dB", LINEAR, -12, 12)
            .doc(
                    "How far the band may rise against the voice below it, 0 dB being as far as in usual voices; relative, so it "
                            + "holds at any level.")
            .defaults(0, Double.NaN)
            .safe(-6, 6)
            .step(4)
            .fixed()),

    COMP_SPLIT1(compressorSplit("low", 50, 500, 160)),
    COMP_SPLIT2(compressorSplit("middle", 300, 3000, 1000)),
    COMP_SPLIT3(compressorSplit("high", 2000, 14000, 5000)),
    COMP1_THRESHOLD(compressorThreshold("Low")),
    COMP1_RATIO(compressorRatio("Low")),
    COMP1_GAIN(compressorGain("Low")),
    COMP2_THRESHOLD(compressorThreshold("Low-mid")),
    COMP2_RATIO(compressorRatio("Low-mid")),
    COMP2_GAIN(compressorGain("Low-mid")),
    COMP3_THRESHOLD(compressorThreshold("High-mid")),
    COMP3_RATIO(compressorRatio("High-mid")),
    COMP3_GAIN(compressorGain("High-mid")),
    COMP4_THRESHOLD(compressorThreshold("High")),
    COMP4_RATIO(compressorRatio("High")),
    COMP4_GAIN(compressorGain("High")),
    COMP_ATTACK(spec(Stage.COMPRESSOR, "Compressor attack", "ms", LOG, 0.5, 200)
            .doc("Time in which 90 % of a gain reduction is reached.")
            .defaults(15, Double.NaN)
            .safe(3, 80)
            .step(40)),
    COMP_RELEASE(spec(Stage.COMPRESSOR, "Compressor release", "ms", LOG, 20, 2000)
            .doc("Time in which 90 % of a gain reduction is gone.")
            .defaults(180, Double.NaN)
            .safe(60, 800)
            .step(200)),
    COMP_KNEE(spec(Stage.COMPRESSOR, "Compressor knee", "dB", LINEAR, 0, 24)
            .doc("Range around the threshold over which the ratio comes in.")
            .defaults(8, Double.NaN)
            .fixed()),
    COMP_MAKEUP(spec(Stage.COMPRESSOR, "Compressor make-up", "%", LINEAR, 0, 100)
            .doc("Share of the loudness lost to compression that is given back, slowly and by 9 dB at most.")
            .defaults(100, Double.NaN)
            .fixed()),
    COMP_LOOKAHEAD(spec(Stage.COMPRESSOR, "Compressor look-ahead", "", TOGGLE, 0, 1)
            .doc("Lets the gain begin to fall a millisecond before a sudden sound; the latency is the same either way.")
            .defaults(1, Double.NaN)
            .fixed()),
    COMP_REFERENCE(thresholdReference(Stage.COMPRESSOR, "Compressor")),

    EXCITER_AMOUNT(spec(Stage.EXCITER, "Exciter amount", "%", LINEAR, 0, 100)
            .doc("Harmonics added above the exciter's frequency; at 0 % the stage is off.")
            .defaults(0, 0)
            .safe(0, 40)
            .step(20)
            .fixed()),
    EXCITER_FREQUENCY(spec(Stage.EXCITER, "Exciter frequency", "Hz", LOG, 1500, 8000)
            .doc("Where the sound begins of which harmonics are made.")
            .defaults(3500, Double.NaN)
            .safe(2500, 6000)
            .step(1000)
            .fixed()),

    WIDENER_WIDTH(spec(Stage.WIDENER, "Stereo width", "%", LINEAR, 0, 200)
            .doc("Level of the sides against the middle: 0 % is mono, 100 % as it came.")
            .defaults(100, 100)
            .safe(70, 140)
            .step(20)
            .fixed()),
    WIDENER_MONO_BELOW(spec(Stage.WIDENER, "Mono below", "Hz", LOG, 20, 500)
            .doc("Sides below this frequency are taken away; at 20 Hz nothing is.")
            .defaults(20, 20)
            .safe(20, 200)
            .step(60)
            .fixed()),

    NR_PROFILE(spec(Stage.NOISE_REDUCER, "Noise profile", "%", LINEAR, 0, 100)
            .doc("How much the kept noise profile counts beside the noise that is tracked.")
            .defaults(100, Double.NaN)
            .fixed()),
    NR_PROFILE1(noiseProfile(1)),
    NR_PROFILE2(noiseProfile(2)),
    NR_PROFILE3(noiseProfile(3)),
    NR_PROFILE4(noiseProfile(4)),
    NR_PROFILE5(noiseProfile(5)),
    NR_PROFILE6(noiseProfile(6)),
    NR_PROFILE7(noiseProfile(7)),
    NR_PROFILE8(noiseProfile(8)),
    NR_PROFILE9(noiseProfile(9)),
    NR_PROFILE10(noiseProfile(10)),
    NR_PROFILE11(noiseProfile(11)),
    NR_PROFILE12(noiseProfile(12)),
    NR_PROFILE13(noiseProfile(13)),
    NR_PROFILE14(noiseProfile(14)),
    NR_PROFILE15(noiseProfile(15)),
    NR_PROFILE16(noiseProfile(16)),
    NR_PROFILE17(noiseProfile(17)),
    NR_PROFILE18(noiseProfile(18)),

    HPF_BYPASS(bypass(Stage.HIGH_PASS)),
    HUM_BYPASS(bypass(Stage.HUM_REMOVER)),
    NR_BYPASS(bypass(Stage.NOISE_REDUCER)),
    GATE_BYPASS(bypass(Stage.GATE)),
    EQ_BYPASS(bypass(Stage.EQ)),
    DEESS_BYPASS(bypass(Stage.DE_ESSER)),
    COMP_BYPASS(bypass(Stage.COMPRESSOR)),
    EXCITER_BYPASS(bypass(Stage.EXCITER)),
    WIDENER_BYPASS(bypass(Stage.WIDENER)),
    LEVELER_BYPASS(bypass(Stage.LEVELER)),

    PROGRAM(spec(Stage.PROGRAM, "Chain program", "", ENUM, 0, 3)
            .doc("Order and variants of the stages.")
            .choices("Standard", "Speech", "Music", "Broadcast")
            .defaults(0, Double.NaN)
            .fixed()),

    HUM_BOTH_MAINS(spec(Stage.HUM_REMOVER, "Both mains frequencies", "", TOGGLE, 0, 1)
            .doc("Looks for hum at 50 and 60 Hz too while there is none at the hum frequency.")
            .defaults(1, Double.NaN)
            .fixed());

    /** Level of a noise profile's band that was never learned. */
    public static final double NO_NOISE_DB = -150;
    /** Bands of the noise profile, {@link #NR_PROFILE1} the first. */
    public static final int NOISE_PROFILE_BANDS = 18;

    private static final double NOISE_PROFILE_FROM_HZ = 40;

    private static final List<ParamTable> ALL = List.of(values());
    private static final Map<String, ParamTable> BY_ID =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(ParamTable::id, Function.identity()));

    /** Number of parameters; arrays by dense index have this length. */
    public static final int COUNT = ALL.size();

    private final ParamSpec spec;

    ParamTable(SpecBuilder builder) {
        this.spec = builder.build(ordinal(), name().toLowerCase(Locale.ROOT));
    }

    /** All parameters by dense index. */
    public static List<ParamTable> all() {
        return ALL;
    }

    /** The parameter with this permanent id. */
    public static Optional<ParamTable> byId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** Everything known about this parameter. */
    public ParamSpec spec() {
        return spec;
    }

    /** Dense array slot. */
    public int index() {
        return spec.index();
    }

    /** Permanent id. */
    public String id() {
        return spec.id();
    }

    private static SpecBuilder spec(Stage stage, String label, String unit, Scale scale, double min, double max) {
        return new SpecBuilder(stage, label, unit, scale, min, max);
    }

    private static SpecBuilder eqFrequency(int band, String label, double defaultHz) {
        return spec(Stage.EQ, label + " frequency", "Hz", LOG, 20, 20000)
                .doc("Centre or corner of equaliser band " + band + ".")
                .defaults(defaultHz, Double.NaN)
                .safe(40, 16000)
                .step(1000);
    }

    private static SpecBuilder eqGain(int band, String label) {
        return spec(Stage.EQ, label + " gain", "dB", LINEAR, -18, 18)
                .doc("Boost or cut of equaliser band " + band + "; at 0 dB the band is off.")
                .defaults(0, 0)
                .level(LOUDER_UP)
                .safe(-9, 9)
                .step(3);
    }

    private static SpecBuilder eqQ(int band, String label, double defaultQ) {
        return spec(Stage.EQ, label + " Q", "", LOG, 0.2, 12)
                .doc("Width of equaliser band " + band + ": centre frequency over bandwidth.")
                .defaults(defaultQ, Double.NaN)
                .safe(0.4, 6)
                .step(2);
    }

    private static SpecBuilder compressorSplit(String which, double minHz, double maxHz, double defaultHz) {
        return spec(Stage.COMPRESSOR, "Compressor " + which + " split", "Hz", LOG, minHz, maxHz)
                .doc("Frequency of the " + which + " crossover; crossovers stay at least half an octave apart.")
                .defaults(defaultHz, Double.NaN)
                .fixed();
    }

    private static SpecBuilder compressorThreshold(String band) {
        return spec(Stage.COMPRESSOR, band + " threshold", "dB", LINEAR, -60, 0)
                .doc("Level above which this band is compressed.")
                .defaults(-24, Double.NaN)
                .safe(-45, -6)
                .step(6);
    }

    private static SpecBuilder compressorRatio(String band) {
        return spec(Stage.COMPRESSOR, band + " ratio", ":1", LOG, 1, 10)
                .doc("Decibels above the threshold that become one; at 1 in all bands the stage is off.")
                .defaults(1, 1)
                .safe(1, 4)
                .step(1);
    }

    private static SpecBuilder compressorGain(String band) {
        return spec(Stage.COMPRESSOR, band + " band gain", "dB", LINEAR, -12, 12)
                .doc("Level of this band behind its compression.")
                .defaults(0, 0)
                .level(LOUDER_UP)
                .safe(-6, 6)
                .step(3)
                .fixed();
    }

    private static SpecBuilder thresholdReference(Stage stage, String label) {
        return spec(stage, label + " reference", "", ENUM, 0, 1)
                .doc("What thresholds count from: full scale as it comes in, or as if the programme were at its target "
                        + "loudness already, so that one setting fits quiet and loud recordings.")
                .choices("Full scale", "Programme")
                .defaults(1, Double.NaN)
                .fixed();
    }

    /** Half an octave, see {@link #noiseProfileEdgeHz}; numbered from 1. */
    private static SpecBuilder noiseProfile(int band) {
        return spec(Stage.NOISE_REDUCER, "Noise profile band " + band, "dB", LINEAR, NO_NOISE_DB, 0)
                .doc("Noise that was learned from " + Math.round(noiseProfileEdgeHz(band - 1)) + " to "
                        + Math.round(noiseProfileEdgeHz(band))
                        + " Hz, in dB of full scale; at -150 dB nothing was.")
                .defaults(NO_NOISE_DB, Double.NaN)
                .fixed();
    }

    /** Lower edge of a band of the noise profile, counted from 0: half an octave each, from 40 Hz. */
    public static double noiseProfileEdgeHz(int band) {
        return NOISE_PROFILE_FROM_HZ * StrictMath.pow(2, band / 2.0);
    }

    private static SpecBuilder bypass(Stage stage) {
        return spec(stage, stage.label() + " bypass", "", TOGGLE, 0, 1)
                .doc("Leaves the stage out; its settings stay.")
                .defaults(0, Double.NaN)
                .fixed();
    }
}

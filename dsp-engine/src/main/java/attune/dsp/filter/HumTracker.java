package attune.dsp.filter;

import attune.dsp.core.Decimator;
import attune.dsp.core.PowerSpectrum;
import attune.dsp.core.ProcessSpec;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Says which harmonics of a hum stand out of the sound, and what its fundamental is to a few thousandths of a hertz.
 *
 * <p>Looks five times a second at the spectrum of the last 0.7 s (about 3 kHz, 1.5 Hz to the bin), averaged over a
 * second. A harmonic is found where a peak of a sine's shape lies 9 dB over its surroundings, 4 to 12 Hz off. First each
 * harmonic is looked for as far as {@link #REACH_HZ} of the fundamental leads, then the fundamental on which most agree
 * decides, and last the fundamental is fitted (least squares) to the harmonics that lie on it. The fundamental or the
 * second harmonic alone is a hum, any other alone is not. Where a voice hides harmonics most of the time, an average over
 * the calm looks alone (at most 6 dB over the calmest of late) shows them. A harmonic stays present while louder sound
 * hides it, and until its place is 6 dB quieter than it was.
 *
 * <p>Only listens: nothing it decides comes back to it, so it cannot become unstable.
 */
final class HumTracker {
    /** Most harmonics that are looked for. */
    static final int HARMONICS = 16;
    /** How far the fundamental may be from the frequency asked for. */
    static final double REACH_HZ = 0.3;

    private static final double HIGHEST_HZ = ParamTable.HUM_FREQUENCY.spec().max();
    private static final double SLOW_RATE_HZ = 3_000;
    private static final int FRAMES = 2048;
    private static final double LOOK_SECONDS = 0.2;
    /** What a look sees, at any sample rate. */
    private static final double LONGEST_LOOK_SECONDS = 0.9;

    /** Weight of the newest spectrum: the average lasts about one second. */
    private static final double NEWEST_SHARE = 0.25;

    /** A look this much over the calmest of late is calm. */
    private static final double CALM_RATIO = 4; // 6 dB
    /** By how much the calmest of late is forgotten from look to look: 0.5 dB a second. */
    private static final double CALM_FORGET = 1.023;

    private static final double FOUND_RATIO = 8; // 9 dB
    private static final double GONE_RATIO = 0.25; // −6 dB
    /** A quieter hum is left alone: −100 dB relative to full scale. */
    private static final double LEAST_POWER = 1e-10;

    /** Less in all is digital silence: −90 dB relative to full scale. */
    private static final double MUTED_POWER = 1e-9;

    private static final int FIRST_SURROUNDING_BIN = 3;
    private static final int LAST_SURROUNDING_BIN = 8;
    private static final double AGREEMENT_HZ = 0.35;
    /** What a bin's noise may add to a frequency. */
    private static final double SLACK_HZ = 0.1;

    private final boolean[] present = new boolean[HARMONICS + 1];
    private final double[] powers = new double[HARMONICS + 1];
    private final double[] foundHz = new double[HARMONICS + 1];
    /** Found in the calm average alone. */
    private final boolean[] hidden = new boolean[HARMONICS + 1];

    private Decimator decimator = new Decimator(1, 1);
    private PowerSpectrum spectrum = new PowerSpectrum(1, 2);
    private float[][] slow = new float[0][];
    private double[] newest = new double[0];
    private double[] average = newest;
    /** Average over calm looks. */
    private double[] calm = newest;

    private double hzPerBin = 1;
    private int lookQuanta = 1;
    private int quantaToLook;
    private int framesMissing;
    private int looks;
    private int calmLooks;
    private int looksFromMuted;
    private double calmestPower;
    private double askedHz = 50;
    /** Where hum is looked for first; {@link #askedHz} is where it is looked for now. */
    private double firstHz = 50;

    private boolean bothMains;
    private int harmonics = HARMONICS;
    private double fundamentalHz = 50;

    @ControlThread
    void prepare(ProcessSpec spec) {
        int factor = Decimator.factorFor(spec.sampleRateHz(), SLOW_RATE_HZ);
        decimator = new Decimator(spec.channels(), factor);
        slow = new float[spec.channels()][decimator.mostFrames()];
        spectrum = new PowerSpectrum(spec.channels(), FRAMES);
        hzPerBin = spec.sampleRateHz() / factor / FRAMES;
        newest = new double[bin((HIGHEST_HZ + REACH_HZ) * HARMONICS) + 2 * LAST_SURROUNDING_BIN];
        average = new double[newest.length];
        calm = new double[newest.length];
        lookQuanta = spec.quantaFor(LOOK_SECONDS);
        reset();
    }

    /** Forgets all sound; what was asked for stays. */
    @AudioThread
    void reset() {
        decimator.reset();
        spectrum.reset();
        for (int b = 0; b < average.length; b++) {
            average[b] = 0;
            calm[b] = 0;
        }
        framesMissing = FRAMES;
        quantaToLook = lookQuanta;
        looks = 0;
        calmLooks = 0;
        looksFromMuted = 0;
        calmestPower = Double.MAX_VALUE;
        askedHz = firstHz;
        forget();
    }

    private void forget() {
        for (int k = 1; k <= HARMONICS; k++) {
            present[k] = false;
            powers[k] = 0;
        }
        fundamentalHz = askedHz;
    }

    /** Knows from now on what another knows, prepared alike; looks again when it has heard enough itself. */
    @AudioThread
    void adopt(HumTracker other) {
        System.arraycopy(other.present, 0, present, 0, present.length);
        System.arraycopy(other.powers, 0, powers, 0, powers.length);
        System.arraycopy(other.average, 0, average, 0, average.length);
        System.arraycopy(other.calm, 0, calm, 0, calm.length);
        looks = other.looks;
        calmLooks = other.calmLooks;
        calmestPower = other.calmestPower;
        askedHz = other.askedHz;
        fundamentalHz = other.fundamentalHz;
    }

    /**
     * What to look for. A fundamental that is already followed and still within reach stays.
     *
     * @param both look at 50 and 60 Hz too, one after the other, while nothing is found
     */
    @AudioThread
    void ask(double frequencyHz, int harmonicCount, boolean both) {
        firstHz = frequencyHz;
        askedHz = frequencyHz;
        bothMains = both;
        harmonics = harmonicCount;
        for (int k = harmonicCount + 1; k <= HARMONICS; k++) {
            present[k] = false;
        }
        if (Math.abs(fundamentalHz - frequencyHz) > REACH_HZ || !isAnyPresent()) {
            forget();
        }
    }

    private boolean isAnyPresent() {
        boolean any = false;
        for (int k = 1; k <= HARMONICS; k++) {
            any |= present[k];
        }
        return any;
    }

    /**
     * Takes one quantum, {@code channels[..][start ..]}.
     *
     * @return whether it has looked: everything it says may have changed
     */
    @AudioThread
    boolean process(float[][] channels, int start) {
        int made = decimator.process(channels, start, slow);
        spectrum.put(slow, 0, made);
        framesMissing = Math.max(0, framesMissing - made);
        quantaToLook--;
        if (quantaToLook > 0 || framesMissing > 0) {
            return false;
        }
        quantaToLook = lookQuanta;
        look();
        return true;
    }

    private void look() {
        spectrum.transform();
        looks = Math.min(looks + 1, (int) (1 / NEWEST_SHARE));
        double total = LEAST_POWER;
        for (int b = 0; b < average.length; b++) {
            newest[b] = spectrum.power(b);
            average[b] += (newest[b] - average[b]) / looks;
            total += newest[b];
        }
        takeCalm(total);
        if (!isAnyPresent()) {
            fundamentalHz = agreedHz();
        }
        fit();
        if (bothMains && !isAnyPresent()) {
            askedHz = nextHz();
            forget();
        }
    }

    /** The set frequency, then 50 Hz, then 60 Hz, then again; never the same twice. */
    private double nextHz() {
        double next = askedHz == 50 ? 60 : askedHz == 60 ? firstHz : 50;
        return next != askedHz ? next : askedHz == 50 ? 60 : 50;
    }

    /** Muted sound is no calm one, nor is what a look sees of it: after it nothing would be calm for a long time. */
    private void takeCalm(double total) {
        looksFromMuted = total < MUTED_POWER ? 0 : looksFromMuted + 1;
        if (looksFromMuted <= (int) (LONGEST_LOOK_SECONDS / LOOK_SECONDS)) {
            calmestPower = Double.MAX_VALUE;
            return;
        }
        calmLooks = CALM_RATIO * total < calmestPower ? 0 : calmLooks;
        calmestPower = Math.min(total, calmestPower * CALM_FORGET);
        if (total > CALM_RATIO * calmestPower) {
            return;
        }
        calmLooks = Math.min(calmLooks + 1, (int) (1 / NEWEST_SHARE));
        for (int b = 0; b < calm.length; b++) {
            calm[b] += (newest[b] - calm[b]) / calmLooks;
        }
    }

    /** The fundamental that most of the peaks within reach agree on; what was asked for where there are none. */
    private double agreedHz() {
        for (int k = 1; k <= harmonics; k++) {
            foundHz[k] = peakHz(average, k * askedHz, k * REACH_HZ + SLACK_HZ);
        }
        double bestHz = askedHz;
        int most = 0;
        for (int candidate = 1; candidate <= harmonics; candidate++) {
            double hz = foundHz[candidate] / candidate;
            int agreeing = 0;
            for (int k = 1; k <= harmonics; k++) {
                agreeing += Math.abs(foundHz[k] - k * hz) <= AGREEMENT_HZ ? 1 : 0;
            }
            if (agreeing > most) {
                most = agreeing;
                bestHz = hz;
            }
        }
        return bestHz;
    }

    /** Finds the harmonics of the fundamental, and from them the fundamental. */
    private void fit() {
        double sum = 0;
        double weights = 0;
        int found = 0;
        for (int k = 1; k <= HARMONICS; k++) {
            foundHz[k] = k <= harmonics ? peakHz(average, k * fundamentalHz, AGREEMENT_HZ) : Double.NaN;
            hidden[k] = Double.isNaN(foundHz[k]);
            if (hidden[k] && k <= harmonics) {
                foundHz[k] = peakHz(calm, k * fundamentalHz, AGREEMENT_HZ);
            }
            if (!Double.isNaN(foundHz[k])) {
                sum += k * foundHz[k];
                weights += k * k;
                found++;
            }
        }
        boolean hum = found >= 2 || !Double.isNaN(foundHz[1]) || !Double.isNaN(foundHz[2]);
        if (hum) {
            fundamentalHz = Math.max(askedHz - REACH_HZ, Math.min(askedHz + REACH_HZ, sum / weights));
        }
        for (int k = 1; k <= harmonics; k++) {
            int bin = bin(k * fundamentalHz);
            if (hum && !Double.isNaN(foundHz[k])) {
                present[k] = true;
                powers[k] = sinePower(hidden[k] ? calm : average, bin);
            } else if (sinePower(newest, bin) < GONE_RATIO * powers[k]) {
                present[k] = false;
                powers[k] = 0;
            }
        }
    }

    /** Frequency of the sine that stands out near {@code targetHz}; NaN when there is none within the tolerance. */
    private double peakHz(double[] in, double targetHz, double toleranceHz) {
        int from = Math.max(LAST_SURROUNDING_BIN + 1, bin(targetHz - toleranceHz - hzPerBin / 2));
        int to = Math.min(in.length - LAST_SURROUNDING_BIN - 2, bin(targetHz + toleranceHz + hzPerBin / 2));
        int peak = from;
        for (int b = from; b <= to; b++) {
            peak = in[b] > in[peak] ? b : peak;
        }
        double below = in[peak - 1];
        double above = in[peak + 1];
        double power = in[peak];
        boolean isPeak = power >= below && power >= above && power >= FOUND_RATIO * surroundings(in, peak);
        if (!isPeak || power < LEAST_POWER || newest[peak] < GONE_RATIO * power) {
            return Double.NaN;
        }
        // a Hann window's main lobe: amplitude ratio r of the neighbour means an offset of (2r − 1) / (1 + r) bins
        double ratio = Math.sqrt(Math.max(below, above) / power);
        double offset = (2 * ratio - 1) / (1 + ratio);
        double hz = (peak + (above > below ? offset : -offset)) * hzPerBin;
        return Math.abs(hz - targetHz) <= toleranceHz ? hz : Double.NaN;
    }

    private static double surroundings(double[] in, int bin) {
        double sum = 0;
        for (int d = FIRST_SURROUNDING_BIN; d <= LAST_SURROUNDING_BIN; d++) {
            sum += in[bin - d] + in[bin + d];
        }
        return sum / (2 * (LAST_SURROUNDING_BIN - FIRST_SURROUNDING_BIN + 1));
    }

    private static double sinePower(double[] spectrum, int bin) {
        return spectrum[bin - 1] + spectrum[bin] + spectrum[bin + 1];
    }

    private int bin(double hz) {
        return (int) (hz / hzPerBin + 0.5);
    }

    /** Fundamental that is followed; what was asked for until a hum is found. */
    @AudioThread
    double fundamentalHz() {
        return fundamentalHz;
    }

    /** Whether a harmonic stands out or did until something louder hid it; 1 is the fundamental. */
    @AudioThread
    boolean isPresent(int harmonic) {
        return present[harmonic];
    }

    /** Power at a harmonic when it last stood out; a full-scale sine in all channels has 1. */
    @AudioThread
    double power(int harmonic) {
        return powers[harmonic];
    }
}

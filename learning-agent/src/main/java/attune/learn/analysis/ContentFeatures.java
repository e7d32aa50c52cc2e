package attune.learn.analysis;

import java.util.Arrays;
import java.util.List;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * What tells speech, music and noise apart in a clip: how its level moves in time, how its spectrum does, and its pitch.
 * After E. Scheirer and M. Slaney, "Construction and evaluation of a robust multifeature speech/music discriminator"
 * (ICASSP 1997), with pitch by YIN. All are independent of level.
 */
final class ContentFeatures {
    static final List<String> NAMES = List.of(
            "modulation_db",
            "low_share",
            "level_range_db",
            "flux_db",
            "balance_std_db",
            "voiced_share",
            "standing_share",
            "gliding_share",
            "tonality_db",
            "standing_tonality_db",
            "snr_db",
            "pause_share",
            "bass_db",
            "syllable_share",
            "clean_modulation_db",
            "clean_low_share",
            "clean_flux_db",
            "clean_balance_std_db",
            "clean_standing_tonality_db",
            "clean_syllable_share",
            "repetition");

    private static final int BINS = PowerFrames.BINS;
    private static final int BANDS = MelBands.COUNT;
    private static final double FRAMES_PER_SECOND = 125;
    private static final double QUIETEST_DB = 45;
    private static final int FAST = 5;
    private static final int SLOW = 63;
    private static final int FLUX_FRAMES = 4;
    private static final int BLOCK = 62;
    private static final int FIRST_BIN = 6;
    private static final int LAST_BIN = 200;
    private static final int AROUND = 8;
    private static final int HIGH_BIN = 96;
    private static final int LOW_BIN = 32;
    private static final int BASS_BIN = 4;
    private static final double PAUSE_DB = 25;

    private static final int BEAT_FRAMES = 4;
    private static final int FIRST_LAG = 8;
    private static final int LAST_LAG = 125;
    private static final int[] BEAT_EDGES = {2, 7, 13, 26, 52, 103, 205};
    private static final int BEAT_BANDS = BEAT_EDGES.length - 1;

    private final double[] values;
    private final PitchTrack pitch;

    ContentFeatures(float[] mono16k, CleanEstimate clean) {
        Movement heard = new Movement(clean.input(), clean.frames());
        Movement wanted = new Movement(clean.clean(), clean.frames());
        pitch = new PitchTrack(mono16k);
        values = new double[] {
            heard.modulation(),
            heard.lowShare(),
            heard.loudDb - Percentile.of(heard.fast, 0.1),
            heard.flux(),
            heard.balanceDeviation(),
            pitch.voicedShare(),
            pitch.standingShare(),
            pitch.glidingShare(),
            heard.tonality(1),
            heard.tonality(BLOCK),
            snr(clean),
            heard.pauseShare(),
            bass(clean.input(), clean.frames()),
            heard.syllableShare(),
            wanted.modulation(),
            wanted.lowShare(),
            wanted.flux(),
            wanted.balanceDeviation(),
            wanted.tonality(BLOCK),
            wanted.syllableShare(),
            heard.repetition()
        };
    }

    double[] values() {
        return values.clone();
    }

    PitchTrack pitch() {
        return pitch;
    }

    private static double[] smooth(double[] x, int length) {
        double[] out = new double[x.length];
        int half = length / 2;
        double sum = 0;
        int n = 0;
        for (int t = -half; t < x.length; t++) {
            if (t + half < x.length) {
                sum += x[t + half];
                n++;
            }
            if (t - half - 1 >= 0) {
                sum -= x[t - half - 1];
                n--;
            }
            if (t >= 0) {
                out[t] = sum / n;
            }
        }
        return out;
    }

    private static double deviation(double[] x) {
        double mean = 0;
        for (double v : x) {
            mean += v / x.length;
        }
        double square = 0;
        for (double v : x) {
            square += (v - mean) * (v - mean);
        }
        return Math.sqrt(square / x.length);
    }

    private static double snr(CleanEstimate clean) {
        double wanted = 1e-9;
        double noise = 1e-9;
        for (int t = 0; t < clean.frames(); t++) {
            for (int b = 0; b < BANDS; b++) {
                wanted += clean.cleanMel()[t * BANDS + b];
                noise += clean.noiseMel()[t * BANDS + b];
            }
        }
        return Math.max(-20, Math.min(40, 10 * Math.log10(wanted / noise)));
    }

    /** Power under 125 Hz against all. */
    private static double bass(float[] power, int frames) {
        double low = 1e-10;
        double all = 1e-10;
        for (int t = 0; t < frames; t++) {
            for (int k = 0; k < BINS; k++) {
                all += power[t * BINS + k];
                low += k < BASS_BIN ? power[t * BINS + k] : 0;
            }
        }
        return Math.max(-40, 10 * Math.log10(low / all));
    }

    private static double peakiness(double[] power) {
        double running = 0;
        for (int k = FIRST_BIN - AROUND < 0 ? 0 : FIRST_BIN - AROUND; k < FIRST_BIN + AROUND; k++) {
            running += power[k];
        }
        double linear = 0;
        double log = 0;
        for (int k = FIRST_BIN; k < LAST_BIN; k++) {
            running += power[k + AROUND] - (k - AROUND - 1 >= 0 ? power[k - AROUND - 1] : 0);
            double white = power[k] / (Math.max(running, power[k]) / (2 * AROUND + 1) + 1e-12) + 1e-6;
            linear += white;
            log += Math.log(white);
        }
        int n = LAST_BIN - FIRST_BIN;
        return 10 * Math.log10(linear / n) - 10 / Math.log(10) * log / n;
    }

    /** How one spectrogram moves. */
    private static final class Movement {
        private final float[] power;
        private final int frames;
        private final double[] levelDb;
        private final double[] fast;
        private final double loudDb;

        Movement(float[] power, int frames) {
            this.power = power;
            this.frames = frames;
            this.levelDb = levels(power, frames);
            this.fast = smooth(levelDb, FAST);
            this.loudDb = Percentile.of(fast, 0.95);
        }

        /** How much the level moves within half a second. */
        private double modulation() {
            double[] slow = smooth(levelDb, SLOW);
            double[] movement = new double[frames];
            for (int t = 0; t < frames; t++) {
                movement[t] = fast[t] - slow[t];
            }
            return deviation(movement);
        }

        /** Level by frame, not less than 45 dB under the 95th percentile. */
        private static double[] levels(float[] power, int frames) {
            double[] db = new double[frames];
            for (int t = 0; t < frames; t++) {
                double sum = 0;
                for (int k = 2; k < BINS; k++) {
                    sum += power[t * BINS + k];
                }
                db[t] = 10 * Math.log10(sum + 1e-12);
            }
            double floor = Percentile.of(db, 0.95) - QUIETEST_DB;
            for (int t = 0; t < frames; t++) {
                db[t] = Math.max(db[t], floor);
            }
            return db;
        }

        /** Share of frames 6 dB under the mean power of the second around them. */
        private double lowShare() {
            double[] power = new double[levelDb.length];
            for (int t = 0; t < power.length; t++) {
                power[t] = Math.pow(10, levelDb[t] / 10);
            }
            double[] around = smooth(power, (int) FRAMES_PER_SECOND);
            int low = 0;
            for (int t = 0; t < power.length; t++) {
                low += power[t] < 0.25 * around[t] ? 1 : 0;
            }
            return (double) low / power.length;
        }

        /** Mean change of the mel spectrum's shape over 32 ms, level taken out. */
        private double flux() {
            float[] mel = new float[frames * BANDS];
            for (int t = 0; t < frames; t++) {
                MelBands.shared().sum(power, t * BINS, mel, t * BANDS);
            }
            double sum = 0;
            for (int t = FLUX_FRAMES; t < frames; t++) {
                double level = levelDb[t] - levelDb[t - FLUX_FRAMES];
                double change = 0;
                for (int b = 0; b < BANDS; b++) {
                    double now = mel[t * BANDS + b] + 1e-9;
                    double before = mel[(t - FLUX_FRAMES) * BANDS + b] + 1e-9;
                    change += Math.min(20, Math.abs(10 * Math.log10(now / before) - level)) / BANDS;
                }
                sum += change;
            }
            return sum / Math.max(1, frames - FLUX_FRAMES);
        }

        /** How much the balance of highs and lows moves: hiss and vowel alternate in speech. */
        private double balanceDeviation() {
            double sum = 0;
            double squares = 0;
            int n = 0;
            for (int t = 0; t < frames; t++) {
                if (fast[t] < loudDb - PAUSE_DB) {
                    continue;
                }
                double low = 1e-10;
                double high = 1e-10;
                for (int k = BASS_BIN; k < LOW_BIN; k++) {
                    low += power[t * BINS + k];
                }
                for (int k = HIGH_BIN; k < BINS; k++) {
                    high += power[t * BINS + k];
                }
                double db = 10 * Math.log10(high / low);
                sum += db;
                squares += db * db;
                n++;
            }
            double mean = sum / Math.max(1, n);
            return Math.sqrt(Math.max(0, squares / Math.max(1, n) - mean * mean));
        }

        /**
         * How far lines stand over what is around them: arithmetic over geometric mean of the locally whitened power, averaged
         * over so many frames first. Steady noise comes to 2.5 dB in one frame and to almost nothing in many; a held note
         * stands out in both.
         */
        private double tonality(int block) {
            double[] mean = new double[BINS];
            double sum = 0;
            int n = 0;
            for (int start = 0; start + block <= frames; start += block) {
                if (fast[start + block / 2] < loudDb - PAUSE_DB) {
                    continue;
                }
                Arrays.fill(mean, 0);
                for (int t = start; t < start + block; t++) {
                    for (int k = 0; k < BINS; k++) {
                        mean[k] += power[t * BINS + k];
                    }
                }
                sum += peakiness(mean);
                n++;
            }
            return sum / Math.max(1, n);
        }

        /**
         * How well the sound a beat or a bar ago foretells the sound now: largest normalised autocorrelation, at 0.25 to 4 s,
         * of the levels of six bands, their slow movement taken out. After E. Scheirer, "Tempo and beat analysis of acoustic
         * musical signals", J. Acoust. Soc. Am. 103 (1998), which looks for the beat in the envelopes of six bands.
         */
        private double repetition() {
            double[][] envelopes = new double[BEAT_BANDS][];
            double energy = 1e-9;
            for (int b = 0; b < BEAT_BANDS; b++) {
                envelopes[b] = envelope(BEAT_EDGES[b], BEAT_EDGES[b + 1]);
                for (double v : envelopes[b]) {
                    energy += v * v;
                }
            }
            int count = envelopes[0].length;
            double most = 0;
            for (int lag = FIRST_LAG; lag <= Math.min(LAST_LAG, count / 2); lag++) {
                double product = 0;
                for (double[] envelope : envelopes) {
                    for (int t = lag; t < count; t++) {
                        product += envelope[t] * envelope[t - lag];
                    }
                }
                most = Math.max(most, product / energy * count / (count - lag));
            }
            return most;
        }

        /** Level of bins [from, to) in steps of {@link #BEAT_FRAMES} frames, what moves slower than a second taken out. */
        private double[] envelope(int from, int to) {
            int count = frames / BEAT_FRAMES;
            double[] db = new double[count];
            double loudest = -120;
            for (int i = 0; i < count; i++) {
                double sum = 0;
                for (int t = i * BEAT_FRAMES; t < (i + 1) * BEAT_FRAMES; t++) {
                    for (int k = from; k < to; k++) {
                        sum += power[t * BINS + k];
                    }
                }
                db[i] = 10 * Math.log10(sum + 1e-12);
                loudest = Math.max(loudest, db[i]);
            }
            for (int i = 0; i < count; i++) {
                db[i] = Math.max(db[i], loudest - QUIETEST_DB);
            }
            double[] slow = smooth(db, (int) (FRAMES_PER_SECOND / BEAT_FRAMES));
            for (int i = 0; i < count; i++) {
                db[i] -= slow[i];
            }
            return db;
        }

        private double pauseShare() {
            int quiet = 0;
            for (double db : fast) {
                quiet += db < loudDb - PAUSE_DB ? 1 : 0;
            }
            return (double) quiet / fast.length;
        }

        /** Share of the level's movement between 0.5 and 20 Hz that lies at the rate of syllables, 2.5 to 8 Hz. */
        private double syllableShare() {
            int n = Integer.highestOneBit(fast.length);
            double[] x = Arrays.copyOf(fast, n);
            double mean = 0;
            for (double v : x) {
                mean += v / n;
            }
            for (int i = 0; i < n; i++) {
                x[i] -= mean;
            }
            new DoubleFFT_1D(n).realForward(x);
            double syllables = 1e-9;
            double all = 1e-9;
            for (int k = 1; k < n / 2; k++) {
                double hz = k * FRAMES_PER_SECOND / n;
                double p = x[2 * k] * x[2 * k] + x[2 * k + 1] * x[2 * k + 1];
                all += hz > 0.5 && hz < 20 ? p : 0;
                syllables += hz > 2.5 && hz < 8 ? p : 0;
            }
            return syllables / all;
        }
    }
}

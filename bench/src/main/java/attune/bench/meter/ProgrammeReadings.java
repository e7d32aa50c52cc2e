package attune.bench.meter;

import attune.dsp.core.ProcessSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a meter says of a whole programme.
 *
 * @param integratedLufs gated, of all
 * @param maximumMomentaryLufs largest of 400 ms
 * @param maximumShortTermLufs largest of 3 s
 * @param rangeLu after Tech 3342
 * @param truePeakDbtp of all channels
 * @param shortTermLufs every 100 ms from 3 s on
 */
record ProgrammeReadings(
        double integratedLufs,
        double maximumMomentaryLufs,
        double maximumShortTermLufs,
        double rangeLu,
        double truePeakDbtp,
        List<Double> shortTermLufs) {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int MOMENTARY_PER_SECOND = 100;
    private static final int MOMENTARY_IN_SHORT_TERM = 10;
    private static final int FIRST_SHORT_TERM = 300;

    /** Plays a programme from its start; momentary loudness is looked at every 10 ms, short-term every 100 ms. */
    static ProgrammeReadings of(ProgrammeMeter meter, int rateHz, float[][] programme) {
        float[][] block = new float[programme.length][QUANTUM];
        List<Double> shortTerm = new ArrayList<>();
        double momentary = Double.NEGATIVE_INFINITY;
        long looks = 0;
        for (int at = 0; at + QUANTUM <= programme[0].length; at += QUANTUM) {
            for (int c = 0; c < block.length; c++) {
                System.arraycopy(programme[c], at, block[c], 0, QUANTUM);
            }
            meter.process(block, QUANTUM);
            long due = (long) (at + QUANTUM) * MOMENTARY_PER_SECOND / rateHz;
            if (due == looks) {
                continue;
            }
            looks = due;
            momentary = Math.max(momentary, meter.momentaryLufs());
            if (looks >= FIRST_SHORT_TERM && looks % MOMENTARY_IN_SHORT_TERM == 0) {
                shortTerm.add(meter.shortTermLufs());
            }
        }
        double maximumShortTerm =
                shortTerm.stream().mapToDouble(value -> value).max().orElse(Double.NEGATIVE_INFINITY);
        return new ProgrammeReadings(
                meter.integratedLufs(),
                momentary,
                maximumShortTerm,
                meter.rangeLu(),
                meter.truePeakDbtp(),
                List.copyOf(shortTerm));
    }

    /** Whereabouts in n sorted values a percentile is taken; they differ by one place at most. */
    enum Rank {
        /** (n − 1) p from the first value, rounded: the code in Tech 3342, libebur128, Attune. */
        TECH_3342,
        /** n p values up to and with it, rounded: ffmpeg. */
        FFMPEG;

        private int index(int count, double fraction) {
            return this == TECH_3342
                    ? (int) ((count - 1) * fraction + 0.5)
                    : Math.max(0, (int) (count * fraction + 0.5) - 1);
        }
    }

    /**
     * Loudness range from every n-th short-term value: what a meter finds that takes fewer of them. Gates and
     * percentiles after Tech 3342.
     */
    double rangeLuOfEvery(int step, Rank rank) {
        double[] sounding = IntStream.iterate(0, i -> i < shortTermLufs.size(), i -> i + step)
                .mapToDouble(shortTermLufs::get)
                .filter(value -> value >= -70)
                .toArray();
        double power = Arrays.stream(sounding)
                .map(value -> Math.pow(10, value / 10))
                .average()
                .orElse(0);
        double gate = 10 * Math.log10(power) - 20;
        double[] gated =
                Arrays.stream(sounding).filter(value -> value >= gate).sorted().toArray();
        return gated.length == 0 ? 0 : gated[rank.index(gated.length, 0.95)] - gated[rank.index(gated.length, 0.10)];
    }
}

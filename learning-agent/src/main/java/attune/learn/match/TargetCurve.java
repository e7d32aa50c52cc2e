package attune.learn.match;

import attune.learn.analysis.SpeechTarget;
import java.util.List;

/** Built-in long-term spectra to match the tone with, as level by third octave. */
public enum TargetCurve {
    /** Clean voices: {@link SpeechTarget}. */
    SPEECH(SpeechTarget.CENTRES_HZ, SpeechTarget.LEVELS_DB),
    /**
     * Popular music: 5 dB per octave in density, which is 2 dB per octave in third octaves, from 100 Hz to 4 kHz, after
     * P. D. Pestana et al., "Spectral Characteristics of Popular Commercial Recordings 1950-2010", AES 135th
     * Convention, 2013; even below and twice as steep above, which is the tendency there in our own round figures.
     */
    MUSIC(
            List.of(63.0, 100.0, 200.0, 400.0, 800.0, 1600.0, 4000.0, 8000.0, 12_500.0),
            List.of(0.0, 0.0, -2.0, -4.0, -6.0, -8.0, -10.6, -14.6, -17.2));

    private final List<Double> centresHz;
    private final List<Double> levelsDb;

    TargetCurve(List<Double> centresHz, List<Double> levelsDb) {
        this.centresHz = centresHz;
        this.levelsDb = levelsDb;
    }

    /** Level at a frequency, in lines over the logarithm of it; NaN where the curve says nothing. */
    double levelDb(double hz) {
        if (hz < centresHz.get(0) || hz > centresHz.get(centresHz.size() - 1)) {
            return Double.NaN;
        }
        int above = 1;
        while (hz > centresHz.get(above)) {
            above++;
        }
        double from = centresHz.get(above - 1);
        double place = StrictMath.log(hz / from) / StrictMath.log(centresHz.get(above) / from);
        return levelsDb.get(above - 1) + place * (levelsDb.get(above) - levelsDb.get(above - 1));
    }
}

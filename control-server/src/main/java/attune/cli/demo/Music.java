package attune.cli.demo;

import java.util.Random;

/** A slow progression of broken chords on plucked strings over a soft bass; quiet under the voice, up in between. */
final class Music {
    private static final double BEAT_SECONDS = 0.42;
    private static final int BEATS_PER_CHORD = 8;
    /** MIDI note numbers: A minor 7, F major 7, C major 7, G 6; bass note first. */
    private static final int[][] CHORDS = {
        {45, 57, 60, 64, 67}, {41, 57, 60, 64, 65}, {48, 55, 60, 64, 71}, {43, 55, 59, 62, 64},
    };
    /** Which note of the chord each beat plucks. */
    private static final int[] PATTERN = {1, 2, 3, 4, 3, 2, 4, 3};

    private Music() {}

    /**
     * @param upFrom beginnings of the passages where music leads, s
     * @param upTo their ends
     */
    static void add(float[][] scene, double[] upFrom, double[] upTo, Random random) {
        double seconds = scene[0].length / DemoScene.SAMPLE_RATE_HZ;
        int beat = 0;
        for (double time = 0.5; time < seconds - 1.5; time += BEAT_SECONDS) {
            int[] chord = CHORDS[beat / BEATS_PER_CHORD % CHORDS.length];
            double gain = leads(time, upFrom, upTo) ? 0.20 : 0.022;
            double humanSeconds = 0.012 * random.nextDouble();
            int start = (int) ((time + humanSeconds) * DemoScene.SAMPLE_RATE_HZ);
            double accent = gain * (0.8 + 0.4 * random.nextDouble());
            if (beat % BEATS_PER_CHORD == 0) {
                PluckedString.add(scene, start, frequencyHz(chord[0]), 3.2, gain * 1.3, 0.5, random);
            }
            int note = chord[PATTERN[beat % PATTERN.length]];
            PluckedString.add(scene, start, frequencyHz(note), 2.0, accent, 0.25 + 0.5 * random.nextDouble(), random);
            beat++;
        }
    }

    private static boolean leads(double time, double[] upFrom, double[] upTo) {
        for (int i = 0; i < upFrom.length; i++) {
            if (time >= upFrom[i] && time < upTo[i]) {
                return true;
            }
        }
        return false;
    }

    private static double frequencyHz(int midiNote) {
        return 440 * Math.pow(2, (midiNote - 69) / 12.0);
    }
}

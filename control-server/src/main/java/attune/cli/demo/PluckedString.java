package attune.cli.demo;

import java.util.Random;

/** A plucked string after Karplus and Strong (1983): a burst of noise in a loop that averages neighbours. */
final class PluckedString {
    private static final double DAMPING = 0.9965;

    private PluckedString() {}

    /**
     * Adds one note to both channels.
     *
     * @param startFrame where it begins; what falls off the end is left out
     * @param pan 0 left to 1 right, equal power
     */
    static void add(
            float[][] scene,
            int startFrame,
            double frequencyHz,
            double seconds,
            double gain,
            double pan,
            Random random) {
        double period = DemoScene.SAMPLE_RATE_HZ / frequencyHz - 0.5;
        int length = (int) period;
        double fraction = period - length;
        double[] loop = new double[length + 1];
        double smooth = 0;
        for (int i = 0; i <= length; i++) {
            // A finger is softer than white noise.
            smooth += 0.45 * (random.nextDouble() * 2 - 1 - smooth);
            loop[i] = smooth;
        }
        double left = gain * Math.cos(pan * Math.PI / 2);
        double right = gain * Math.sin(pan * Math.PI / 2);
        int end = Math.min(scene[0].length, startFrame + (int) (seconds * DemoScene.SAMPLE_RATE_HZ));
        int release = (int) (0.05 * DemoScene.SAMPLE_RATE_HZ);
        int at = 0;
        double last = 0;
        for (int frame = startFrame; frame < end; frame++) {
            double sample = loop[at];
            int next = at == length ? 0 : at + 1;
            double delayed = sample + fraction * (last - sample);
            loop[at] = DAMPING * 0.5 * (delayed + loop[next]);
            last = sample;
            at = next;
            double fade = Math.min(1, (end - frame) / (double) release);
            scene[0][frame] += (float) (left * fade * sample);
            scene[1][frame] += (float) (right * fade * sample);
        }
    }
}

package attune.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import org.jtransforms.fft.DoubleFFT_1D;

/** Level over time and frequency, in colours, with a bar that says what they mean. */
final class Spectrogram implements Panel {
    private static final int FRAMES = 1024;
    private static final int LEFT = 90;
    private static final int RIGHT = 130;
    private static final int TOP = 30;
    private static final int BOTTOM = 50;
    private static final double TOP_DB = -20;
    private static final double BOTTOM_DB = -110;
    private static final double SECONDS_STEP = 1;
    private static final double HZ_STEP = 2000;

    private final String heading;
    private final float[] samples;
    private final int rateHz;
    private final double highestHz;

    /**
     * @param samples one channel, full scale ±1
     * @param highestHz upper end of the axis
     */
    Spectrogram(String heading, float[] samples, int rateHz, double highestHz) {
        this.heading = heading;
        this.samples = samples;
        this.rateHz = rateHz;
        this.highestHz = highestHz;
    }

    @Override
    public void draw(Graphics2D g, int x, int y, int width, int height) {
        int left = x + LEFT;
        int top = y + TOP;
        int across = width - LEFT - RIGHT;
        int down = height - TOP - BOTTOM;
        g.setColor(Sheet.INK);
        g.setFont(Sheet.font(Font.BOLD, 15));
        g.drawString(heading, left, y + 20);
        g.drawImage(picture(across, down), left, top, null);
        g.setFont(Sheet.font(Font.PLAIN, 14));
        g.setStroke(new BasicStroke(1));
        g.drawRect(left, top, across, down);
        drawAxes(g, x, left, top, across, down);
        drawBar(g, left + across + 20, top, down);
    }

    private BufferedImage picture(int across, int down) {
        BufferedImage image = new BufferedImage(across, down, BufferedImage.TYPE_INT_RGB);
        DoubleFFT_1D transform = new DoubleFFT_1D(FRAMES);
        double[] window = window();
        double[] data = new double[FRAMES];
        for (int px = 0; px < across; px++) {
            int from = (int) ((long) px * (samples.length - FRAMES) / across);
            for (int i = 0; i < FRAMES; i++) {
                data[i] = samples[from + i] * window[i];
            }
            transform.realForward(data);
            for (int py = 0; py < down; py++) {
                double hz = highestHz * (down - 1 - py) / (down - 1);
                int bin = Math.max(1, Math.min(FRAMES / 2 - 1, (int) Math.round(hz * FRAMES / rateHz)));
                double power = data[2 * bin] * data[2 * bin] + data[2 * bin + 1] * data[2 * bin + 1];
                image.setRGB(px, py, colour(10 * Math.log10(power + 1e-30)).getRGB());
            }
        }
        return image;
    }

    /** Hann, scaled so that a full-scale sine reads 0 dB. */
    private static double[] window() {
        double[] window = new double[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            window[i] = (0.5 - 0.5 * Math.cos(2 * Math.PI * i / FRAMES)) * 4 / FRAMES;
        }
        return window;
    }

    /** Black over blue, red and yellow to white, brighter all the way. */
    static Color colour(double db) {
        float level = (float) Math.max(0, Math.min(1, (db - BOTTOM_DB) / (TOP_DB - BOTTOM_DB)));
        float red = clamp(2.2f * level - 0.35f);
        float green = clamp(2.4f * level - 1.1f);
        float blue =
                level < 0.45f ? clamp(1.9f * level) : clamp(0.86f - 2.6f * (level - 0.45f) + clamp(6 * level - 4.8f));
        return new Color(red, green, blue);
    }

    private static float clamp(float value) {
        return Math.max(0, Math.min(1, value));
    }

    private void drawAxes(Graphics2D g, int x, int left, int top, int across, int down) {
        FontMetrics metrics = g.getFontMetrics();
        double seconds = (double) samples.length / rateHz;
        for (double tick = 0; tick <= seconds; tick += SECONDS_STEP) {
            int at = left + (int) (tick / seconds * across);
            g.drawLine(at, top + down, at, top + down + 5);
            String text = Axis.text(tick);
            g.drawString(text, at - metrics.stringWidth(text) / 2, top + down + 20);
        }
        String label = "time in s";
        g.drawString(label, left + (across - metrics.stringWidth(label)) / 2, top + down + 38);
        for (double tick = 0; tick <= highestHz; tick += HZ_STEP) {
            int at = top + down - (int) (tick / highestHz * down);
            g.drawLine(left - 5, at, left, at);
            String text = Axis.text(tick);
            g.drawString(text, left - metrics.stringWidth(text) - 9, at + 5);
        }
        AffineTransform upright = g.getTransform();
        String frequency = "frequency in Hz";
        g.rotate(-Math.PI / 2, x + 28, top + down / 2.0);
        g.drawString(frequency, x + 28 - metrics.stringWidth(frequency) / 2f, top + down / 2f);
        g.setTransform(upright);
    }

    private static void drawBar(Graphics2D g, int left, int top, int down) {
        for (int py = 0; py < down; py++) {
            g.setColor(colour(TOP_DB + (BOTTOM_DB - TOP_DB) * py / (down - 1)));
            g.fillRect(left, top + py, 18, 1);
        }
        g.setColor(Sheet.INK);
        g.drawRect(left, top, 18, down);
        for (double db = TOP_DB; db >= BOTTOM_DB; db -= 30) {
            int at = top + (int) ((TOP_DB - db) / (TOP_DB - BOTTOM_DB) * down);
            g.drawLine(left + 18, at, left + 23, at);
            g.drawString(Axis.text(db) + " dB", left + 27, at + 5);
        }
    }
}

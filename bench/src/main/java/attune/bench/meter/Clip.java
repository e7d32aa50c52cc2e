package attune.bench.meter;

import java.nio.file.Path;

/** A recording, decoded: whole quanta of 64 frames, planar in memory and interleaved as 32-bit floats in a file. */
final class Clip {
    private final String name;
    private final int rateHz;
    private final float[][] channels;
    private final Path raw;

    Clip(String name, int rateHz, float[][] channels, Path raw) {
        this.name = name;
        this.rateHz = rateHz;
        this.channels = channels;
        this.raw = raw;
    }

    String name() {
        return name;
    }

    int rateHz() {
        return rateHz;
    }

    /** Planar samples, only to be read. */
    float[][] channels() {
        return channels;
    }

    /** The file of interleaved floats. */
    Path raw() {
        return raw;
    }

    int frames() {
        return channels[0].length;
    }

    double seconds() {
        return (double) frames() / rateHz;
    }
}

package attune.bench.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import attune.bench.meter.ProgrammeReadings.Rank;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programme of Debian packages, beside libebur128; skipped where either is missing. */
class PeerAgreementTest {
    @TempDir
    Path folder;

    @Test
    void readings_when_programme_is_real_expect_those_of_libebur128() throws Exception {
        assumeTrue(Libebur128.installed().isPresent(), Libebur128.MISSING);
        List<Clip> clips = new Clips(folder).shortOnes();
        assumeTrue(!clips.isEmpty(), "neither asterisk-core-sounds-en-g722 nor sonic-pi-samples is installed");
        for (Clip clip : clips) {
            ProgrammeReadings own = of(AttuneMeter::new, clip);
            ProgrammeReadings peer = of(Libebur128::new, clip);
            assertThat(own.integratedLufs()).as(clip.name()).isCloseTo(peer.integratedLufs(), within(0.1));
            assertThat(own.truePeakDbtp()).as(clip.name()).isCloseTo(peer.truePeakDbtp(), within(0.1));
            assertThat(own.maximumMomentaryLufs()).as(clip.name()).isCloseTo(peer.maximumMomentaryLufs(), within(0.1));
            assertThat(own.maximumShortTermLufs()).as(clip.name()).isCloseTo(peer.maximumShortTermLufs(), within(0.1));
        }
    }

    /** What {@link attune.dsp.meter.LoudnessMeter} says of other meters' loudness range. */
    @Test
    void range_when_values_are_taken_as_others_do_expect_their_range() throws Exception {
        FfmpegMeter ffmpeg = new FfmpegMeter(folder);
        List<Clip> clips = new Clips(folder).shortOnes();
        assumeTrue(!clips.isEmpty(), "neither asterisk-core-sounds-en-g722 nor sonic-pi-samples is installed");
        for (Clip clip : clips) {
            ProgrammeReadings own = of(AttuneMeter::new, clip);
            assertThat(own.rangeLuOfEvery(1, Rank.TECH_3342)).as(clip.name()).isCloseTo(own.rangeLu(), within(0.02));
            assertThat(own.rangeLuOfEvery(1, Rank.FFMPEG))
                    .as(clip.name())
                    .isCloseTo(ffmpeg.read(clip).rangeLu(), within(0.05));
            if (Libebur128.installed().isPresent()) {
                assertThat(own.rangeLuOfEvery(10, Rank.TECH_3342))
                        .as(clip.name())
                        .isCloseTo(of(Libebur128::new, clip).rangeLu(), within(0.05));
            }
        }
    }

    private static ProgrammeReadings of(ProgrammeMeter.Factory meters, Clip clip) {
        try (ProgrammeMeter meter = meters.open(clip.rateHz(), clip.channels().length)) {
            return ProgrammeReadings.of(meter, clip.rateHz(), clip.channels());
        }
    }
}

package attune.bench.peer;

import attune.bench.peer.Contest.Lv2Choice;
import attune.dsp.colour.Exciter;
import attune.dsp.core.LatencyMode;
import attune.dsp.core.Processor;
import attune.dsp.dynamics.DeEsser;
import attune.dsp.dynamics.LoudnessLeveler;
import attune.dsp.dynamics.MultibandCompressor;
import attune.dsp.dynamics.NoiseGate;
import attune.dsp.dynamics.TruePeakLimiter;
import attune.dsp.filter.HighPassFilter;
import attune.dsp.filter.HumRemover;
import attune.dsp.filter.ParametricEq;
import attune.dsp.spatial.StereoWidener;
import attune.dsp.spectral.NoiseReducer;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Our stages, at settings at which each has work with {@link PeerSignal}, and the peers at settings alike. */
final class Contests {
    private static final String LSP = "http://lsp-plug.in/plugins/lv2/";
    private static final String CALF = "http://calf.sourceforge.net/plugins/";
    private static final String LSP_PACKAGE = "lsp-plugins-lv2";
    private static final String CALF_PACKAGE = "calf-plugins";
    private static final String X42_PACKAGE = "x42-plugins";
    private static final int LONG_BLOCK = 4096;
    private static final double TWO_DB = 1.2589;

    private Contests() {}

    /** In order of the chain. */
    static List<Contest> all() {
        return List.of(
                highPass(),
                hum(),
                noise("noise_reducer", LatencyMode.QUALITY),
                noise("noise_reducer_live", LatencyMode.LIVE),
                gate(),
                equaliser(),
                deEsser(),
                compressor(),
                exciter(),
                width(),
                leveler(),
                limiter());
    }

    /** Everything at once, for the engine. */
    static ParamSnapshot everything() {
        ParamSnapshot params = new ParamSnapshot();
        for (Contest contest : all()) {
            for (ParamTable param : ParamTable.all()) {
                double value = contest.params().get(param);
                if (value != param.spec().defaultValue()) {
                    params.set(param, value);
                }
            }
        }
        return params;
    }

    private static Contest highPass() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.HPF_CORNER, 80);
        params.set(ParamTable.HPF_SLOPE, 1);
        Map<String, Double> calf = Map.of("hp_active", 1.0, "hp_freq", 80.0, "hp_mode", 1.0);
        return contest(
                "high_pass",
                HighPassFilter::new,
                params,
                List.of(calf("Equalizer8Band", "Equalizer 8, high-pass alone", calf)),
                List.of("highpass=f=80,highpass=f=80"));
    }

    private static Contest hum() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.HUM_DEPTH, 20);
        List<String> notches = new ArrayList<>();
        for (int harmonic = 1; harmonic <= 8; harmonic++) {
            notches.add("bandreject=f=" + 50 * harmonic + ":width_type=h:w=2");
        }
        return contest("hum_remover", HumRemover::new, params, List.of(), List.of(String.join(",", notches)));
    }

    private static Contest noise(String id, LatencyMode mode) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.NR_ATTENUATION, 12);
        return new Contest(id, NoiseReducer::new, params, mode, List.of(), List.of("afftdn=nr=12:nf=-40"));
    }

    private static Contest gate() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.GATE_RANGE, 20);
        params.set(ParamTable.GATE_THRESHOLD, -30);
        params.set(ParamTable.GATE_REFERENCE, 0);
        return contest(
                "gate",
                NoiseGate::new,
                params,
                List.of(
                        lsp("gate_stereo", "gate", Map.of("gt", 0.03, "gr", 0.1)),
                        calf("Gate", "Gate", Map.of("threshold", 0.03, "range", 0.1))),
                List.of("agate=threshold=0.03:range=0.1"));
    }

    private static Contest equaliser() {
        ParamSnapshot params = new ParamSnapshot();
        for (int i = ParamTable.EQ1_GAIN.index(); i <= ParamTable.EQ8_GAIN.index(); i += 3) {
            params.set(i, 2);
        }
        Map<String, Double> lsp = new TreeMap<>();
        List<String> filters = new ArrayList<>();
        double[] hz = {100, 200, 400, 800, 1600, 3200, 6400, 9000};
        for (int i = 0; i < hz.length; i++) {
            boolean shelf = i == 0 || i == hz.length - 1;
            lsp.put("ft_" + i, i == 0 ? 5.0 : shelf ? 3.0 : 1.0);
            lsp.put("f_" + i, hz[i]);
            lsp.put("g_" + i, TWO_DB);
            lsp.put("q_" + i, 1.0);
            String kind = i == 0 ? "bass" : shelf ? "treble" : "equalizer";
            filters.add(kind + "=f=" + (int) hz[i] + ":width_type=q:w=1:g=2");
        }
        Map<String, Double> calf = new TreeMap<>(Map.of("ls_active", 1.0, "ls_level", TWO_DB));
        calf.putAll(Map.of("hs_active", 1.0, "hs_level", TWO_DB));
        Map<String, Double> fil4 = new TreeMap<>(Map.of("LSgain", 2.0, "HSgain", 2.0));
        for (int band = 1; band <= 4; band++) {
            calf.put("p" + band + "_active", 1.0);
            calf.put("p" + band + "_level", TWO_DB);
            fil4.put("gain" + band, 2.0);
        }
        return contest(
                "equaliser",
                ParametricEq::new,
                params,
                List.of(
                        lsp("para_equalizer_x16_stereo", "para EQ x16, 8 bands", lsp),
                        calf("Equalizer8Band", "Equalizer 8, 6 bands", calf),
                        new Lv2Choice(
                                "x42 fil4, 6 bands",
                                "http://gareus.org/oss/lv2/fil4#stereo",
                                X42_PACKAGE,
                                fil4,
                                PeerSignal.BLOCK_FRAMES)),
                List.of(String.join(",", filters)));
    }

    private static Contest deEsser() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.DEESS_DEPTH, 9);
        params.set(ParamTable.DEESS_THRESHOLD, -6);
        return contest(
                "de_esser",
                DeEsser::new,
                params,
                List.of(calf("Deesser", "Deesser, split", Map.of("mode", 1.0, "threshold", 0.02, "ratio", 4.0))),
                List.of("deesser=i=0.6:m=0.6"));
    }

    private static Contest compressor() {
        ParamSnapshot params = new ParamSnapshot();
        for (ParamTable param : List.of(
                ParamTable.COMP1_RATIO, ParamTable.COMP2_RATIO, ParamTable.COMP3_RATIO, ParamTable.COMP4_RATIO)) {
            params.set(param, 3);
        }
        params.set(ParamTable.COMP_REFERENCE, 0);
        Map<String, Double> lsp = new TreeMap<>(
                Map.of("mode", 0.0, "g_dry", 0.0, "ife_l", 0.0, "ife_r", 0.0, "ofe_l", 0.0, "ofe_r", 0.0));
        Map<String, Double> calf = new TreeMap<>(Map.of("mode", 0.0, "freq0", 160.0, "freq1", 1000.0, "freq2", 5000.0));
        double[] splits = {160, 1000, 5000};
        for (int band = 0; band < 4; band++) {
            if (band > 0) {
                lsp.put("cbe_" + band, 1.0);
                lsp.put("sf_" + band, splits[band - 1]);
            }
            lsp.put("cr_" + band, 3.0);
            lsp.put("al_" + band, 0.063);
            calf.put("bypass" + band, 0.0);
            calf.put("ratio" + band, 3.0);
            calf.put("threshold" + band, 0.063);
        }
        String name = "mb compressor, 4 bands";
        return contest(
                "multiband_compressor",
                MultibandCompressor::new,
                params,
                List.of(
                        lsp("mb_compressor_stereo", name, lsp),
                        new Lv2Choice(
                                "LSP " + name + ", blocks of " + LONG_BLOCK,
                                LSP + "mb_compressor_stereo",
                                LSP_PACKAGE,
                                lsp,
                                LONG_BLOCK),
                        calf("MultibandCompressor", "Multiband Compressor, 4 bands", calf)),
                List.of("mcompand=" + mcompandBand(160) + "|" + mcompandBand(1000) + "|" + mcompandBand(5000) + "|"
                        + mcompandBand(20000)));
    }

    private static String mcompandBand(int upToHz) {
        return "0.015\\,0.18 6 -60/-60\\,-24/-24\\,0/-16 " + upToHz + " ";
    }

    private static Contest exciter() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.EXCITER_AMOUNT, 30);
        return contest(
                "exciter",
                Exciter::new,
                params,
                List.of(calf("Exciter", "Exciter", Map.of("amount", 2.0, "drive", 8.0, "freq", 3500.0))),
                List.of("aexciter=amount=2:drive=8:freq=3500"));
    }

    private static Contest width() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.WIDENER_WIDTH, 140);
        params.set(ParamTable.WIDENER_MONO_BELOW, 120);
        return contest(
                "stereo_width",
                StereoWidener::new,
                params,
                List.of(calf("StereoTools", "Stereo Tools", Map.of("slev", 1.4))),
                List.of("stereotools=slev=1.4"));
    }

    private static Contest leveler() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.LEVELER_RANGE, 12);
        return contest(
                "leveler",
                LoudnessLeveler::new,
                params,
                List.of(),
                List.of("dynaudnorm", "loudnorm=I=-16:TP=-1:LRA=11"));
    }

    private static Contest limiter() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.LIMITER_CEILING, -9);
        return contest(
                "limiter",
                TruePeakLimiter::new,
                params,
                List.of(
                        lsp("limiter_stereo", "limiter, 4 x oversampled", Map.of("th", 0.35, "boost", 0.0, "ovs", 5.0)),
                        calf(
                                "Limiter",
                                "Limiter, 4 x oversampled",
                                Map.of("limit", 0.35, "oversampling", 4.0, "auto_level", 0.0)),
                        new Lv2Choice(
                                "x42 dpl, true peak",
                                "http://gareus.org/oss/lv2/dpl#stereo",
                                X42_PACKAGE,
                                Map.of("threshold", -9.0, "truepeak", 1.0),
                                PeerSignal.BLOCK_FRAMES)),
                List.of("alimiter=limit=0.35:level=false"));
    }

    private static Contest contest(
            String id, Supplier<Processor> stage, ParamSnapshot params, List<Lv2Choice> plugins, List<String> filters) {
        return new Contest(id, stage, params, LatencyMode.QUALITY, plugins, filters);
    }

    private static Lv2Choice lsp(String id, String name, Map<String, Double> settings) {
        return new Lv2Choice("LSP " + name, LSP + id, LSP_PACKAGE, settings, PeerSignal.BLOCK_FRAMES);
    }

    private static Lv2Choice calf(String id, String name, Map<String, Double> settings) {
        return new Lv2Choice("Calf " + name, CALF + id, CALF_PACKAGE, settings, PeerSignal.BLOCK_FRAMES);
    }
}

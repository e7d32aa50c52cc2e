package attune.param;

import java.util.List;

/** Reads a table row by row; used by the tables only. */
final class SpecBuilder {
    private static final double DEFAULT_SMOOTHING_MS = 50;

    private final Stage stage;
    private final String label;
    private final String unit;
    private final Scale scale;
    private final double min;
    private final double max;
    private String doc = "";
    private double defaultValue;
    private double neutral = Double.NaN;
    private double safeMin;
    private double safeMax;
    private double maxStepPerSecond;
    private boolean learnable;
    private LevelEffect levelEffect = LevelEffect.NONE;
    private List<String> choices = List.of();

    SpecBuilder(Stage stage, String label, String unit, Scale scale, double min, double max) {
        this.stage = stage;
        this.label = label;
        this.unit = unit;
        this.scale = scale;
        this.min = min;
        this.max = max;
        this.safeMin = min;
        this.safeMax = max;
    }

    SpecBuilder doc(String sentence) {
        this.doc = sentence;
        return this;
    }

    SpecBuilder defaults(double value, double neutralValue) {
        this.defaultValue = value;
        this.neutral = neutralValue;
        return this;
    }

    SpecBuilder safe(double from, double to) {
        this.safeMin = from;
        this.safeMax = to;
        this.learnable = true;
        return this;
    }

    SpecBuilder step(double perSecond) {
        this.maxStepPerSecond = perSecond;
        return this;
    }

    SpecBuilder level(LevelEffect effect) {
        this.levelEffect = effect;
        return this;
    }

    /**
     * Not for learners: only people move it. A safe range named before holds for steps that words make; nothing that was proposed
     * over the corpus moved such a parameter and was heard (docs/learning.md, "What is moved, and what is heard of it").
     */
    SpecBuilder fixed() {
        this.learnable = false;
        return this;
    }

    SpecBuilder choices(String... labels) {
        this.choices = List.of(labels);
        return this;
    }

    ParamSpec build(int index, String id) {
        double smoothingMs = scale.isDiscrete() ? 0 : DEFAULT_SMOOTHING_MS;
        return new ParamSpec(
                index,
                id,
                label,
                stage,
                doc,
                unit,
                min,
                max,
                defaultValue,
                neutral,
                scale,
                smoothingMs,
                safeMin,
                safeMax,
                maxStepPerSecond,
                learnable,
                levelEffect,
                "0.1.0",
                choices);
    }
}

package attune.learn.policy;

/** What a policy learned. Holds the arrays it is given, which belong to it from then on, and gives them out as they are. */
public final class PolicyWeights {
    /** Features are taken as at most so many spreads off the mean: beyond that nothing was seen in training. */
    private static final double FARTHEST = 3;

    private final double[] mean;
    private final double[] spread;
    private final double[] bias;
    private final double[][] linear;
    private final double[] hiddenBias;
    private final double[][] hidden;
    private final double[][] output;

    /**
     * Weights.
     *
     * @param mean of each feature
     * @param spread of each feature, above 0
     * @param bias by parameter
     * @param linear by parameter and feature
     * @param hiddenBias by hidden unit; empty where the map is linear
     * @param hidden by hidden unit and feature
     * @param output by parameter and hidden unit
     */
    public PolicyWeights(
            double[] mean,
            double[] spread,
            double[] bias,
            double[][] linear,
            double[] hiddenBias,
            double[][] hidden,
            double[][] output) {
        this.mean = mean;
        this.spread = spread;
        this.bias = bias;
        this.linear = linear;
        this.hiddenBias = hiddenBias;
        this.hidden = hidden;
        this.output = output;
    }

    /** Mean of each feature. */
    public double[] mean() {
        return mean;
    }

    /** Spread of each feature. */
    public double[] spread() {
        return spread;
    }

    /** Constant by parameter. */
    public double[] bias() {
        return bias;
    }

    /** Slopes by parameter and feature. */
    public double[][] linear() {
        return linear;
    }

    /** Constant by hidden unit. */
    public double[] hiddenBias() {
        return hiddenBias;
    }

    /** Slopes by hidden unit and feature. */
    public double[][] hidden() {
        return hidden;
    }

    /** Slopes by parameter and hidden unit. */
    public double[][] output() {
        return output;
    }

    /** Features as the maps are given them: in spreads off their mean. */
    public double[] standardised(double[] features) {
        double[] z = new double[features.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = Math.max(-FARTHEST, Math.min(FARTHEST, (features[i] - mean[i]) / spread[i]));
        }
        return z;
    }
}

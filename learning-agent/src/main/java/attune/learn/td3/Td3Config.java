package attune.learn.td3;

/**
 * What a learner is made with; the names are the paper's.
 *
 * @param observations numbers in an observation
 * @param actions numbers in an action, each in [-1, 1]
 * @param hidden1 width of the first hidden layer of actor and critics
 * @param hidden2 width of the second
 * @param batch transitions in a step
 * @param gamma what a reward one move later is worth; 0 looks at the next reward only
 * @param tau how far the target networks go towards the trained ones at each update of the policy
 * @param learningRate Adam's, of actor and critics
 * @param policyDelay steps of the critics for one of the actor
 * @param targetNoise standard deviation of the noise on the target's action
 * @param noiseClip the most of that noise
 * @param layerNorm whether the critics normalise their hidden layers
 * @param normalizeObservations whether observations are brought to mean 0 and variance 1, as far as seen
 */
public record Td3Config(
        int observations,
        int actions,
        int hidden1,
        int hidden2,
        int batch,
        float gamma,
        float tau,
        float learningRate,
        int policyDelay,
        float targetNoise,
        float noiseClip,
        boolean layerNorm,
        boolean normalizeObservations) {
    public Td3Config {
        atLeastOne("observations", observations);
        atLeastOne("actions", actions);
        atLeastOne("hidden1", hidden1);
        atLeastOne("hidden2", hidden2);
        atLeastOne("batch", batch);
        atLeastOne("policyDelay", policyDelay);
        within("gamma", gamma, 1);
        within("tau", tau, 1);
        within("learningRate", learningRate, 1);
        within("targetNoise", targetNoise, Float.MAX_VALUE);
        within("noiseClip", noiseClip, Float.MAX_VALUE);
    }

    /** The paper's settings with networks of 256 and 128, rewards and observations as they come. */
    public static Td3Config published(int observations, int actions) {
        return new Td3Config(observations, actions, 256, 128, 256, 0.99f, 0.005f, 1e-3f, 2, 0.2f, 0.5f, false, false);
    }

    /** With normalised observations. Critics with LayerNorm end lower on the pendulum, whatever the rate (docs/td3.md). */
    public static Td3Config standard(int observations, int actions) {
        return published(observations, actions).normalizing(false, true);
    }

    /** With other networks and another batch. */
    public Td3Config sized(int newHidden1, int newHidden2, int newBatch) {
        return new Td3Config(
                observations,
                actions,
                newHidden1,
                newHidden2,
                newBatch,
                gamma,
                tau,
                learningRate,
                policyDelay,
                targetNoise,
                noiseClip,
                layerNorm,
                normalizeObservations);
    }

    /** With or without the two normalisations. */
    public Td3Config normalizing(boolean critics, boolean newObservations) {
        return new Td3Config(
                observations,
                actions,
                hidden1,
                hidden2,
                batch,
                gamma,
                tau,
                learningRate,
                policyDelay,
                targetNoise,
                noiseClip,
                critics,
                newObservations);
    }

    /** With another worth of later rewards and another rate. */
    public Td3Config learning(float newGamma, float newLearningRate) {
        return new Td3Config(
                observations,
                actions,
                hidden1,
                hidden2,
                batch,
                newGamma,
                tau,
                newLearningRate,
                policyDelay,
                targetNoise,
                noiseClip,
                layerNorm,
                normalizeObservations);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + "=" + value + ", allowed is 1 or more");
        }
    }

    private static void within(String name, float value, float most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(name + "=" + value + ", allowed is 0 to " + most);
        }
    }
}

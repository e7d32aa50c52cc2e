package attune.api;

import java.util.Map;

/**
 * What an audition measured; scores are steps of the judge over dry.
 *
 * @param promised winner's score less that of the sound in force
 * @param noise judge's own noise: differences below it are ties
 * @param incumbent score of the sound in force
 * @param candidate score of the winner
 * @param candidates how many were tried
 * @param seconds of the listener's audio that were judged
 * @param judge name and version of the judge
 * @param measures winner's measures by name, as differences to dry
 */
public record Evidence(
        double promised,
        double noise,
        double incumbent,
        double candidate,
        int candidates,
        double seconds,
        String judge,
        Map<String, Double> measures) {}

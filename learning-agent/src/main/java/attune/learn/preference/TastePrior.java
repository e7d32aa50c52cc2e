package attune.learn.preference;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What is known of tastes before a person said anything: a normal distribution over a {@link Taste}'s weights.
 *
 * @param mean expected weights
 * @param covariance of the weights
 */
public record TastePrior(List<Double> mean, List<List<Double>> covariance) {
    private static final String RESOURCE = "population-prior.json";
    private static final double FLAT_SPREAD = 1;

    public TastePrior {
        if (mean.size() != Taste.WEIGHTS || covariance.size() != Taste.WEIGHTS) {
            throw new IllegalArgumentException("mean=" + mean.size() + " weights, " + Taste.WEIGHTS + " are needed");
        }
        mean = List.copyOf(mean);
        covariance = covariance.stream().map(List::copyOf).toList();
    }

    /** A prior of plain numbers. */
    static TastePrior of(double[] mean, double[][] covariance) {
        return new TastePrior(
                list(mean), Arrays.stream(covariance).map(TastePrior::list).toList());
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    double[] meanValues() {
        return values(mean);
    }

    double[][] covarianceValues() {
        return covariance.stream().map(TastePrior::values).toArray(double[][]::new);
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Knows nothing but that weights are about so large. */
    public static TastePrior flat() {
        double[][] covariance = new double[Taste.WEIGHTS][Taste.WEIGHTS];
        for (int i = 0; i < Taste.WEIGHTS; i++) {
            covariance[i][i] = FLAT_SPREAD;
        }
        return TastePrior.of(new double[Taste.WEIGHTS], covariance);
    }

    /** The shipped one, learned from simulated listeners; docs/learning.md has the command. */
    public static TastePrior population() {
        return Shipped.PRIOR;
    }

    /** The same spread around no taste at all: where nobody said anything there is no opinion. */
    public TastePrior withoutOpinion() {
        return new TastePrior(list(new double[Taste.WEIGHTS]), covariance);
    }

    private static final class Shipped {
        static final TastePrior PRIOR = read();

        private static TastePrior read() {
            try (InputStream in = Objects.requireNonNull(TastePrior.class.getResourceAsStream(RESOURCE))) {
                return new ObjectMapper().readValue(in, TastePrior.class);
            } catch (IOException e) {
                throw new UncheckedIOException("The shipped " + RESOURCE + " can't be read.", e);
            }
        }
    }
}

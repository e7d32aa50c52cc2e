package attune.learn.replay;

import java.util.random.RandomGenerator;

/**
 * Batches from what was recorded beforehand and from what the learner did itself, in fixed parts (P. Ball et al., "Efficient
 * online reinforcement learning with offline data", 2023: half and half). Where one of them is empty, all comes from the
 * other. Each keeps its own priorities. One thread.
 */
public final class MixedReplay implements TransitionSource {
    private final ReplayBuffer offline;
    private final ReplayBuffer online;
    private double offlineShare;
    private int split;

    /**
     * Of two buffers for the same observations and actions.
     *
     * @param offlineShare of a batch, 0 to 1
     */
    public MixedReplay(ReplayBuffer offline, ReplayBuffer online, double offlineShare) {
        if (offline.config().observations() != online.config().observations()
                || offline.config().actions() != online.config().actions()) {
            throw new IllegalArgumentException("offline and online have other observations or actions: "
                    + offline.config() + ", " + online.config());
        }
        this.offline = offline;
        this.online = online;
        setOfflineShare(offlineShare);
    }

    /** What part of the next batches comes from offline, 0 to 1. */
    public void setOfflineShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("offlineShare=" + share + ", allowed is 0 to 1");
        }
        offlineShare = share;
    }

    @Override
    public int size() {
        return offline.size() + online.size();
    }

    @Override
    public void sample(Batch batch, RandomGenerator random) {
        int rows = batch.rows();
        split = offline.size() == 0 ? 0 : online.size() == 0 ? rows : (int) Math.round(rows * offlineShare);
        if (split > 0) {
            offline.sample(batch, 0, split, random);
        }
        if (split < rows) {
            online.sample(batch, split, rows, random);
        }
    }

    @Override
    public void learned(Batch batch) {
        offline.learned(batch, 0, split);
        online.learned(batch, split, batch.rows());
    }
}

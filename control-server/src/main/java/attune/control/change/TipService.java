package attune.control.change;

import attune.api.Heard;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import java.util.List;

/** Tips about the source: a person waves one away, and it stays away in that host until it is clearly worse. Any thread. */
public final class TipService {
    /** Twice as bad. */
    private static final double WORSE_DB = 6;

    private final Preferences preferences;

    TipService(Preferences preferences) {
        this.preferences = preferences;
    }

    /** The same without tips that the person waved away. */
    public Heard without(EngineSession session, Heard heard) {
        String host = session.info().hostName();
        List<Heard.Tip> left = heard.tips().stream()
                .filter(tip -> tip.severityDb() >= preferences.dismissedTipDb(host, tip.kind()) + WORSE_DB)
                .toList();
        return left.size() == heard.tips().size()
                ? heard
                : new Heard(
                        heard.contentClass(),
                        heard.confidence(),
                        heard.degradations(),
                        heard.objectives(),
                        heard.doing(),
                        heard.detail(),
                        heard.target(),
                        left);
    }

    /**
     * Waves a tip away.
     *
     * @return what is heard, without it
     * @throws ProblemException 404 where no such tip is told now
     */
    public Heard dismiss(EngineSession session, String kind) {
        Heard heard = session.lastHeard();
        Heard.Tip told = heard == null
                ? null
                : heard.tips().stream()
                        .filter(tip -> tip.kind().equals(kind))
                        .findFirst()
                        .orElse(null);
        if (heard == null || told == null) {
            throw ProblemException.unknown("tip", kind, "");
        }
        preferences.dismissTip(session.info().hostName(), kind, told.severityDb());
        Heard left = without(session, heard);
        session.heard(left);
        return left;
    }
}

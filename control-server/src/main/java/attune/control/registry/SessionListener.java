package attune.control.registry;

import attune.param.ParamSnapshot;

/** What the poll finds. Called by the poll thread outside the session's monitor; must not wait for a disk. */
public interface SessionListener {
    /** Appeared, gone, or something in its {@link attune.api.EngineInfo} changed. */
    void engineChanged(EngineSession session);

    /** What the playing slot is set to changed, or moves. */
    void parametersChanged(EngineSession session);

    /**
     * The host brought other settings.
     *
     * @param before what was known
     * @param after what plays
     */
    void adopted(EngineSession session, ParamSnapshot before, ParamSnapshot after);

    /**
     * Like or Dislike was pressed in the host.
     *
     * @param vote "up" or "down"
     * @param id name of this vote, the same however often it is read
     * @param frame position that was audible
     */
    void voted(EngineSession session, String vote, String id, long frame);

    /** Open panel was pressed in the host. */
    void panelRequested(EngineSession session);
}

package attune.control.registry;

/**
 * What alerts look at.
 *
 * @param pid process of the engine, or of the last one
 * @param connected whether the engine is here
 * @param engineLives whether the engine's process is here
 * @param hostLives whether the host's process is here
 * @param rendering whether the host renders offline: then nothing has a deadline
 * @param hostBlocks since the engine started
 * @param lateBlocks since the engine started
 * @param restarts of the engine process
 */
public record EngineState(
        String id,
        String hostName,
        int pid,
        int hostPid,
        boolean connected,
        boolean engineLives,
        boolean hostLives,
        boolean rendering,
        boolean lacksRealTime,
        long hostBlocks,
        long lateBlocks,
        long restarts) {}

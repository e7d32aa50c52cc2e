package attune.bridge.shm;

/**
 * Why a segment was not accepted.
 *
 * @param code {@code ExchangeLayout.REFUSED_*}, for the shim
 * @param reason one sentence with the name, the value and what is allowed, for the log
 */
public record Refusal(int code, String reason) {}

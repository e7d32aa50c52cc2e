package attune.api;

/** How bad an alert is. JSON: lower case. */
public enum AlertLevel {
    /** Good to know; nothing needs to be done. */
    note,
    /** Sound may suffer, or soon will. */
    warning,
    /** Something does not work now. */
    fault
}

package attune.api;

/**
 * Where a target is written.
 *
 * @param title of the document, with its section where it has some
 * @param url where it can be read
 * @param asOf year and month of the version cited, or in which a page without versions was looked up, {@code YYYY-MM}
 * @param official whether the platform or standards body says it itself; otherwise somebody measured or reported it
 */
public record TargetSource(String title, String url, String asOf, boolean official) {}

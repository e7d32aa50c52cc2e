package attune.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Where a command's words go.
 *
 * @param out results
 * @param err errors, warnings, progress
 * @param outIsTty whether a person sees {@code out} live
 * @param errIsTty whether a person sees {@code err} live
 */
record Terminal(PrintWriter out, PrintWriter err, boolean outIsTty, boolean errIsTty) {

    private static final int DEFAULT_COLUMNS = 80;
    /** ECMA-48 EL: nothing of a longer line before stays. */
    private static final String ERASE_TO_END = "\033[K";

    /** The launcher says with {@code attune.tty.out} and {@code attune.tty.err} what it sees. */
    static Terminal ofThisProcess() {
        Charset charset = StandardCharsets.UTF_8;
        return new Terminal(
                new PrintWriter(System.out, true, charset),
                new PrintWriter(System.err, true, charset),
                Boolean.getBoolean("attune.tty.out"),
                Boolean.getBoolean("attune.tty.err"));
    }

    void flush() {
        out.flush();
        err.flush();
    }

    /** A line of meters, over the one before where a person looks. */
    void showLine(String line) {
        if (outIsTty) {
            int columns = Integer.getInteger("attune.tty.columns", DEFAULT_COLUMNS);
            out.print("\r" + (line.length() < columns ? line : line.substring(0, columns - 1)) + ERASE_TO_END);
        } else {
            out.println(line);
        }
        flush();
    }

    /** A line that stays, above the meters. */
    void showSentence(String sentence) {
        out.println(outIsTty ? "\r" + sentence + ERASE_TO_END : sentence);
        flush();
    }

    /** No more meters come. */
    void endLine() {
        if (outIsTty) {
            out.println();
        }
    }

    /** Progress goes to the error stream, so that a redirected result stays clean. */
    ProgressBar progressBar() {
        return new ProgressBar(errIsTty, err);
    }
}

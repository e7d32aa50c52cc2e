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

    /** Progress goes to the error stream, so that a redirected result stays clean. */
    ProgressBar progressBar() {
        return new ProgressBar(errIsTty, err);
    }
}

package attune.cli;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.control.store.MeasuredLoudness;
import attune.control.store.TargetCheck;
import attune.control.words.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/** A {@link SessionReport} as one HTML file that loads nothing: no script, no font, no picture from elsewhere. */
final class SessionPage {
    private static final String STYLE = "/attune/cli/report.css";

    private final SessionReport report;
    private final ZoneId zone;
    private final DateTimeFormatter day;
    private final StringBuilder page = new StringBuilder();
    private final Formatter out = new Formatter(page, Locale.ROOT);

    private SessionPage(SessionReport report, ZoneId zone) {
        this.report = report;
        this.zone = zone;
        this.day = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(zone);
    }

    static String of(SessionReport report, ZoneId zone) {
        return new SessionPage(report, zone).write();
    }

    private String write() {
        page.append("<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n")
                .append("<meta name='viewport' content='width=device-width, initial-scale=1'>\n")
                .append("<meta name='color-scheme' content='light dark'>\n<title>Attune: session of ")
                .append(text(report.host()))
                .append("</title>\n<style>\n")
                .append(style())
                .append("</style>\n</head>\n<body>\n<main>\n");
        head();
        numbers();
        chart();
        targets();
        changes();
        foot();
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String style() {
        try (InputStream in = SessionPage.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new IllegalStateException(STYLE + " is not in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void head() {
        boolean played = !report.seconds().isEmpty();
        long from = played ? report.seconds().get(0).at() : report.fromMs();
        long to = played ? report.seconds().get(report.seconds().size() - 1).at() : report.toMs();
        out.format(
                "<header><p class='brand'>Attune</p><h1>Session in %s</h1><p class='sub'>%s to %s · %s played · instance %s</p>",
                text(report.host()),
                day.format(Instant.ofEpochMilli(from)),
                day.format(Instant.ofEpochMilli(to)),
                duration(report.seconds().size()),
                text(report.engineId()));
        report.missing().forEach(sentence -> out.format("<p class='missing'>%s</p>", text(sentence)));
        page.append("</header>\n");
    }

    private void numbers() {
        MeasuredLoudness before = report.input();
        MeasuredLoudness after = report.output();
        page.append("<section class='numbers'>");
        number("Integrated loudness", after.integratedLufs(), before.integratedLufs(), "LUFS", "");
        number(
                "Loudness range",
                after.rangeLu(),
                before.rangeLu(),
                "LU",
                after.rangeStable() ? "" : "not stable under 60 s");
        number("Short-term, most", after.maximumShortTermLufs(), before.maximumShortTermLufs(), "LUFS", "");
        number("True peak", after.truePeakDbtp(), before.truePeakDbtp(), "dBTP", "");
        boolean late = report.lateBlocks() > 0;
        out.format(
                "<div class='tile%s'><h2>Late blocks</h2><p class='big'>%d</p><p class='sub'>of %d%s</p></div>",
                late ? " bad" : "",
                report.lateBlocks(),
                report.blocks(),
                Double.isFinite(report.slowestUs())
                        ? " · slowest " + Numbers.plain(report.slowestUs() / 1000, 1) + " ms"
                        : "");
        page.append("</section>\n");
    }

    private void number(String name, double after, double before, String unit, String note) {
        out.format(
                "<div class='tile'><h2>%s</h2><p class='big'>%s <small>%s</small></p><p class='sub'>before: %s%s</p></div>",
                name,
                Double.isFinite(after) ? Numbers.plain(after, 1) : "–",
                unit,
                SessionReport.level(before, unit),
                note.isEmpty() ? "" : " · " + note);
    }

    private void chart() {
        String svg = SessionChart.of(report, zone);
        if (!svg.isEmpty()) {
            out.format(
                    "<section><h2>Loudness over time</h2><figure>%s<figcaption><span class='key before'>before</span>"
                            + "<span class='key after'>after</span><span class='key change'>a change</span>"
                            + "short-term loudness, LUFS</figcaption></figure></section>\n",
                    svg);
        }
    }

    private void targets() {
        page.append("<section><h2>Delivery</h2>");
        List<TargetCheck> checks = report.checks();
        if (checks.isEmpty()) {
            page.append("<p>Not held against targets.</p></section>\n");
            return;
        }
        page.append(
                "<table><thead><tr><th>Target</th><th class='n'>Wants</th><th>Meets it</th><th>What happens there</th>"
                        + "</tr></thead><tbody>");
        for (TargetCheck check : checks) {
            out.format(
                    "<tr><td>%s</td><td class='n'>%s</td><td><span class='verdict %s'>%s</span></td><td>%s</td></tr>",
                    text(check.target().label()),
                    SessionReport.level(check.target().integratedLufs(), "LUFS"),
                    check.outcome(),
                    verdict(check.outcome()),
                    text(check.prediction()
                            + (check.reasons().isEmpty() ? "" : "; " + String.join("; ", check.reasons()))));
        }
        page.append("</tbody></table></section>\n");
    }

    private static String verdict(TargetCheck.Outcome outcome) {
        return switch (outcome) {
            case pass -> "yes";
            case fail -> "no";
            case open -> "can't tell";
        };
    }

    private void changes() {
        page.append("<section><h2>What was changed or left alone, and why</h2>");
        if (report.changes().isEmpty()) {
            page.append("<p>Nothing was changed.</p>");
        }
        page.append("<ol class='timeline'>");
        for (Timeline.Row row : report.rows()) {
            Change change = row.change();
            out.format(
                    "<li><p class='sub'><time>%s</time> · %s · #%d</p><p>%s</p>",
                    day.format(Instant.ofEpochMilli(change.at())),
                    text(Timeline.state(change)),
                    change.id(),
                    text(change.explanation().sentence()));
            if (row.more() > 0) {
                out.format(
                        "<p class='sub'>%s</p>",
                        text(Timeline.more(row, day.format(Instant.ofEpochMilli(row.sinceMs())))));
            }
            if (change.evidence() != null && change.kind() != ChangeKind.abstained) {
                out.format(
                        "<p class='sub'>promised %s (noise ±%s)%s</p>",
                        Timeline.promised(change.evidence()),
                        Numbers.plain(change.evidence().noise(), 2),
                        change.verdict() == null ? "" : ", " + text(Timeline.measured(change)));
            }
            page.append("</li>");
        }
        page.append("</ol></section>\n");
    }

    private void foot() {
        out.format(
                "<footer><p>%s</p><p>Attune %s, %s.</p></footer>\n",
                text(SessionReport.METHOD), text(Version.number()), day.format(Instant.ofEpochMilli(report.toMs())));
    }

    /** "1 h 04 min", "3 min 20 s". */
    static String duration(long seconds) {
        long minutes = seconds / 60;
        if (minutes >= 60) {
            return String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
        }
        return minutes > 0 ? String.format(Locale.ROOT, "%d min %02d s", minutes, seconds % 60) : seconds + " s";
    }

    /** Words of others stay words. */
    private static String text(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&quot;");
    }
}

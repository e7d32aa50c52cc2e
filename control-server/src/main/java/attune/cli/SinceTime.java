package attune.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A beginning as people write it: "90m", "8h", "2d", "14:30" (the last one), "2026-11-26" or "2026-11-26T14:30". */
final class SinceTime {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,5})([smhd])");
    private static final long LONGEST_DAYS = 730;

    private SinceTime() {}

    /** @throws CliException saying what can be written, also for what lies ahead or more than two years back */
    static Instant parse(String text, Instant now, ZoneId zone) {
        Instant since = read(text.strip(), now, zone);
        if (since.isAfter(now) || since.isBefore(now.minus(Duration.ofDays(LONGEST_DAYS)))) {
            throw CliException.usage(
                    "--since=" + text + " is not in the last two years, from which something can be there.");
        }
        return since;
    }

    private static Instant read(String text, Instant now, ZoneId zone) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }
        try {
            if (text.matches("[0-9]{1,2}:[0-9]{2}")) {
                LocalTime time = LocalTime.parse(text.length() == 4 ? "0" + text : text);
                Instant today =
                        LocalDate.ofInstant(now, zone).atTime(time).atZone(zone).toInstant();
                return today.isAfter(now) ? today.minus(Duration.ofDays(1)) : today;
            }
            return text.contains("T")
                    ? LocalDateTime.parse(text).atZone(zone).toInstant()
                    : LocalDate.parse(text).atStartOfDay(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw CliException.usage(
                    "--since=" + text + " is no time; write 90m, 8h, 2d, 14:30, 2026-11-26 or 2026-11-26T14:30.");
        }
    }
}

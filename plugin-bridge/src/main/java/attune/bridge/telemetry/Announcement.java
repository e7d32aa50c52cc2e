package attune.bridge.telemetry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an engine says about itself in a small file, so that others of the same user find its segment. One JSON object, one
 * line; written under another name and renamed, so that no reader sees half of it.
 *
 * @param pid process of the engine
 * @param startTicks start of that process (field 22 of /proc/PID/stat), which tells it from a later one with its number
 * @param fd descriptor of the engine segment in that process
 * @param layoutVersion {@link EngineSegmentLayout#VERSION}
 * @param instance unique in the host process
 * @param epoch incarnation of the engine for this instance, from 1
 * @param hostName program that hosts the plugin
 * @param hostPid process of the host
 * @param sampleRateHz of the audio
 * @param channels of the audio
 */
public record Announcement(
        int pid,
        long startTicks,
        int fd,
        int layoutVersion,
        int instance,
        int epoch,
        String hostName,
        int hostPid,
        double sampleRateHz,
        int channels) {

    private static final String SUFFIX = ".json";
    private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\":(-?[0-9.]+)");
    private static final Pattern HOST_NAME = Pattern.compile("\"hostName\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final int MAX_BYTES = 4096;

    /** Name of this incarnation of the engine among those of this user: {@code PID-INSTANCE}. */
    public String id() {
        return pid + "-" + instance;
    }

    /** Name that the instance keeps when its engine is started anew: {@code HOSTPID-INSTANCE}. */
    public String instanceId() {
        return hostPid + "-" + instance;
    }

    /** Writes the file into {@code folder}, mode 0600, replacing one of the same engine. */
    public Path write(Path folder) throws IOException {
        Path file = folder.resolve(id() + SUFFIX);
        Path fresh = folder.resolve(id() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, toJson().getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
        try {
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"%s\",\"pid\":%d,\"startTicks\":%d,\"fd\":%d,\"layoutVersion\":%d,\"instance\":%d,"
                        + "\"epoch\":%d,\"hostName\":\"%s\",\"hostPid\":%d,\"sampleRateHz\":%s,\"channels\":%d}%n",
                id(),
                pid,
                startTicks,
                fd,
                layoutVersion,
                instance,
                epoch,
                escape(hostName),
                hostPid,
                sampleRateHz,
                channels);
    }

    static Optional<Announcement> parse(String json) {
        long[] values = new long[8];
        String[] names = {"pid", "startTicks", "fd", "layoutVersion", "instance", "epoch", "hostPid", "channels"};
        double rate = Double.NaN;
        int found = 0;
        Matcher numbers = NUMBER.matcher(json);
        while (numbers.find()) {
            for (int i = 0; i < names.length; i++) {
                if (names[i].equals(numbers.group(1))) {
                    values[i] = Long.parseLong(numbers.group(2));
                    found |= 1 << i;
                }
            }
            if ("sampleRateHz".equals(numbers.group(1))) {
                rate = Double.parseDouble(numbers.group(2));
            }
        }
        Matcher name = HOST_NAME.matcher(json);
        if (found != (1 << names.length) - 1 || Double.isNaN(rate) || !name.find()) {
            return Optional.empty();
        }
        return Optional.of(new Announcement(
                (int) values[0],
                values[1],
                (int) values[2],
                (int) values[3],
                (int) values[4],
                (int) values[5],
                unescape(name.group(1)),
                (int) values[6],
                rate,
                (int) values[7]));
    }

    /** Engines that are alive, by file name; files that are not announcements are passed over. */
    public static List<Announcement> live(Path folder) throws IOException {
        List<Announcement> engines = new ArrayList<>();
        for (Path file : files(folder)) {
            read(file).filter(Announcement::isAlive).ifPresent(engines::add);
        }
        return engines;
    }

    /**
     * Removes the announcements of processes that are gone.
     *
     * @return how many were removed
     */
    public static int sweep(Path folder) throws IOException {
        int removed = 0;
        for (Path file : files(folder)) {
            Optional<Announcement> announcement = read(file);
            if (announcement.isPresent() && !announcement.get().isAlive() && Files.deleteIfExists(file)) {
                removed++;
            }
        }
        return removed;
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            stream.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private static Optional<Announcement> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            return parse(Files.readString(file));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // removed under our eyes, or no announcement of ours
        }
    }

    /** Whether the process that wrote this still runs. */
    public boolean isAlive() {
        return startTicks(pid).filter(ticks -> ticks == startTicks).isPresent();
    }

    /** Start of a process in clock ticks since boot; empty when there is no such process or it is dead. */
    public static Optional<Long> startTicks(int pid) {
        try {
            String stat =
                    Files.readString(Path.of("/proc", Integer.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean dead = fields[0].equals("Z") || fields[0].equals("X"); // waits only for its parent to look
            return dead ? Optional.empty() : Optional.of(Long.parseLong(fields[19]));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else {
                escaped.append(c < ' ' ? '?' : c);
            }
        }
        return escaped.toString();
    }

    private static String unescape(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }
}

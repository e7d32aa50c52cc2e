package attune.cli;

import attune.bridge.LaunchPlan;
import attune.cli.audio.Ffmpeg;
import attune.control.health.ProcessLimits;
import attune.control.health.RealTimeFix;
import attune.control.health.RealtimeKit;
import attune.control.settings.Settings;
import attune.param.PluginIds;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune doctor}: what could keep the sound from being good here, and the command that mends it. */
@Command(name = "doctor", description = "Checks this machine and says what to do where something is missing.")
final class DoctorCommand implements Callable<Integer> {
    /** How a finding is. */
    enum Level {
        OK,
        WARN,
        FAIL
    }

    /**
     * @param check what was looked at
     * @param message what was found, one sentence
     * @param remedy command or step that mends it, empty where all is well but for an offer (the microphone)
     */
    record Finding(String check, Level level, String message, String remedy) {}

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    DoctorCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Finding> findings = new ArrayList<>(
                List.of(java(), installed(), runtime(), lv2(), plugin(PluginFormat.CLAP), plugin(PluginFormat.VST3)));
        builds().ifPresent(findings::add);
        findings.addAll(List.of(
                realTime(places, ProcessLimits.mayRaisePriority(), ProcessLimits.soft(ProcessLimits.REAL_TIME)),
                memoryLock(),
                runtimeFolder(),
                server(),
                ffmpeg()));
        settings().ifPresent(findings::add);
        findings.addAll(LatencyAdvice.now());
        findings.addAll(microphone());
        boolean failed = findings.stream().anyMatch(finding -> finding.level() == Level.FAIL);
        if (json) {
            printJson(findings);
        } else {
            findings.forEach(this::print);
        }
        return failed ? CliException.FAILED : 0;
    }

    private void print(Finding finding) {
        String level = finding.level().name().toLowerCase(Locale.ROOT);
        terminal.out().printf("%-4s  %-14s %s%n", level, finding.check(), finding.message());
        if (!finding.remedy().isEmpty()) {
            terminal.out().printf("%22s %s%n", "→", finding.remedy());
        }
    }

    private void printJson(List<Finding> findings) throws IOException {
        List<Map<String, String>> list = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, String> map = new LinkedHashMap<>();
            map.put("check", finding.check());
            map.put("level", finding.level().name().toLowerCase(Locale.ROOT));
            map.put("message", finding.message());
            map.put("remedy", finding.remedy());
            list.add(map);
        }
        terminal.out()
                .println(new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(Map.of("findings", list)));
    }

    /** Nothing where all of them are good. */
    private Optional<Finding> settings() {
        return ConfigNames.problems(Settings.of(places.environment())).stream()
                .findFirst()
                .map(problem -> new Finding("settings", Level.WARN, problem, "./attune config shows all of them"));
    }

    private static Finding java() {
        int feature = Runtime.version().feature();
        return feature >= LaunchPlan.MIN_JAVA_FEATURE
                ? new Finding("java", Level.OK, "Java " + Runtime.version() + ".", "")
                : new Finding(
                        "java",
                        Level.FAIL,
                        "Java " + feature + " is too old; 17 or newer is needed.",
                        "sudo apt-get install openjdk-17-jdk-headless");
    }

    private Finding installed() {
        Installation installation = new Installation(places);
        String version = installation.installedVersion();
        if (version.isEmpty()) {
            return new Finding("installation", Level.FAIL, "Attune is not installed.", "./attune install");
        }
        List<String> damage = installation.damage();
        if (!damage.isEmpty()) {
            String more = damage.size() == 1 ? "" : " (and " + (damage.size() - 1) + " more)";
            return new Finding("installation", Level.FAIL, damage.get(0) + more + ".", "./attune install");
        }
        if (!installation.hasCache()) {
            return new Finding(
                    "installation",
                    Level.WARN,
                    "Version " + version + " has no class cache for this Java: engines start slower.",
                    "./attune install");
        }
        return new Finding("installation", Level.OK, "Version " + version + " in " + places.dataHome() + ".", "");
    }

    private Finding runtime() throws IOException {
        String check = "runtime.json";
        RuntimeFile file = RuntimeFile.of(places);
        String start = file.fromEnvironment() ? RuntimeFile.VARIABLE + " is set: " : "";
        Optional<String> problem = file.problem();
        if (problem.isPresent()) {
            return new Finding(check, Level.FAIL, start + problem.get() + ".", file.remedy());
        }
        Installation installation = new Installation(places);
        boolean foreign = !file.fromEnvironment()
                && !installation.installedVersion().isEmpty()
                && !installation.hasInstalledRuntime();
        if (foreign) {
            return new Finding(check, Level.FAIL, file.path() + " is not what was installed.", file.remedy());
        }
        if (file.isWritableByAll()) {
            return new Finding(
                    check,
                    Level.WARN,
                    start + "Everybody on this machine may write " + file.path() + ", which says what plugins start.",
                    "chmod go-w " + file.path());
        }
        String from = file.fromEnvironment() ? ", as " + file.path() + " says" : "";
        return new Finding(check, Level.OK, start + "Engines start with " + file.java() + from + ".", "");
    }

    private Finding lv2() throws IOException {
        Optional<Path> lister = Ffmpeg.program(places.path(), "lv2ls");
        if (lister.isEmpty()) {
            return new Finding(
                    "lv2",
                    Level.WARN,
                    "lv2ls is not installed, so hosts' view cannot be checked.",
                    "sudo apt-get install lilv-utils");
        }
        Process process = new ProcessBuilder(lister.get().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String plugins = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return plugins.contains(PluginIds.LV2_URI_STEREO)
                ? new Finding("lv2", Level.OK, "Hosts see " + PluginIds.LV2_URI_STEREO + ".", "")
                : new Finding(
                        "lv2",
                        Level.FAIL,
                        "Hosts do not see the plugin; it belongs in " + places.lv2Bundle() + ".",
                        places.environment().containsKey("LV2_PATH") ? "add ~/.lv2 to LV2_PATH" : "./attune install");
    }

    /** Formats whose hosts all look in the one folder: there is no lister to ask. */
    private Finding plugin(PluginFormat format) {
        String check = format.label().toLowerCase(Locale.ROOT);
        Path target = format.target(places);
        return new Installation(places).soundFormats().contains(format)
                ? new Finding(check, Level.OK, "Hosts find " + target + ".", "")
                : new Finding(
                        check,
                        Level.FAIL,
                        target + (Files.exists(target) ? " is not as it was installed." : " is missing."),
                        "./attune install");
    }

    /** Plugin and engine fit together where both are of builds with the same tables; nothing where one of them isn't there. */
    private Optional<Finding> builds() {
        String check = "builds";
        RuntimeFile runtime = RuntimeFile.of(places);
        Optional<BuildMark> engine = runtime.engineBuild();
        List<Path> plugins = PluginFormat.PLUGINS.stream()
                .map(format -> format.installedLibrary(places))
                .filter(Files::isRegularFile)
                .toList();
        for (Path plugin : plugins) {
            Optional<BuildMark> own = BuildMark.ofLibrary(plugin);
            if (!own.map(BuildMark::tables).equals(engine.map(BuildMark::tables))) {
                String sentence = plugin + " is " + named(own) + ", the engine's jars are " + named(engine)
                        + ": they do not fit, so sound passes unchanged.";
                return Optional.of(new Finding(check, Level.FAIL, sentence, runtime.remedy()));
            }
        }
        return engine.filter(build -> !plugins.isEmpty())
                .map(build -> new Finding(check, Level.OK, "Plugin and engine are " + build.named() + ".", ""));
    }

    private static String named(Optional<BuildMark> build) {
        return build.map(BuildMark::named).orElse("of an earlier build");
    }

    /** @param limit as the kernel says it: a number, "unlimited" or "unknown" */
    static Finding realTime(Places places, boolean isPrivileged, String limit) {
        String check = "real time";
        if (isPrivileged) {
            return new Finding(check, Level.OK, "Real-time priority is this user's privilege.", "");
        }
        if (ProcessLimits.allows(limit)) {
            return new Finding(check, Level.OK, "Real-time priority up to " + limit + ".", "");
        }
        return RealtimeKit.isInstalled(places.environment())
                ? new Finding(check, Level.OK, "Real-time priority comes from rtkit, which engines ask.", "")
                : new Finding(
                        check,
                        Level.WARN,
                        "Real-time priority is refused (limit 0) and there is no rtkit: blocks may be late under load.",
                        RealTimeFix.limit(RealTimeFix.inGroupAudio()));
    }

    private static Finding memoryLock() {
        String limit = ProcessLimits.soft("Max locked memory");
        boolean enough = limit.equals("unlimited") || (limit.matches("[0-9]+") && Long.parseLong(limit) >= 1 << 20);
        return enough
                ? new Finding("locked memory", Level.OK, "Up to " + limit + " bytes.", "")
                : new Finding(
                        "locked memory",
                        Level.WARN,
                        "Only " + limit + " bytes may be locked: sound memory may be swapped out.",
                        "echo '@audio - memlock 262144' | sudo tee -a " + RealTimeFix.LIMITS);
    }

    private Finding runtimeFolder() {
        String folder = places.environment().getOrDefault("XDG_RUNTIME_DIR", "");
        if (folder.isEmpty()) {
            return new Finding(
                    "runtime folder",
                    Level.WARN,
                    "XDG_RUNTIME_DIR is not set; a private folder in /tmp is used.",
                    "log in through a session manager, or export XDG_RUNTIME_DIR=/run/user/$(id -u)");
        }
        return Files.isWritable(Path.of(folder))
                ? new Finding("runtime folder", Level.OK, folder + ".", "")
                : new Finding(
                        "runtime folder",
                        Level.WARN,
                        folder + " cannot be written; a private folder in /tmp is used.",
                        "unset XDG_RUNTIME_DIR or name a folder of yours");
    }

    private Finding server() {
        String check = "control server";
        LoopStatus loop = LoopStatus.now(places);
        if (loop.problem() != null) {
            return new Finding(
                    check, Level.WARN, loop.problem(), "./attune stop, then ./attune open; server.log may say more");
        }
        if ("1".equals(places.environment().get("ATTUNE_NO_SERVER"))) {
            return new Finding(
                    check,
                    Level.WARN,
                    "ATTUNE_NO_SERVER=1 is set: hosts of this login start no control server, so nothing is learned.",
                    "unset ATTUNE_NO_SERVER");
        }
        if (loop.server() == null) {
            return RuntimeFile.of(places).arguments(ServicePlan.Service.SERVER).isPresent()
                    ? new Finding(check, Level.OK, "None runs; the plugin starts it when it plays live.", "")
                    : new Finding(check, Level.WARN, "None is installed, so nothing is learned.", "./attune install");
        }
        String agent = loop.server().agent() == null
                ? "no learning agent is needed now"
                : "learning agent " + loop.server().agent().state();
        return new Finding(check, Level.OK, "Process " + loop.server().pid() + " answers; " + agent + ".", "");
    }

    /** Whoever wants no microphone needs nothing of it: nothing that is missing is worse than a note then. */
    private List<Finding> microphone() throws IOException {
        String check = "microphone";
        Microphone microphone = new Microphone(places);
        Level level = microphone.isInstalled() ? Level.WARN : Level.OK;
        List<Finding> missing = new MicrophoneNeeds(places)
                .missing().stream()
                        .map(need ->
                                new Finding(check, level, "For an enhanced one: " + need.sentence(), need.command()))
                        .toList();
        if (!missing.isEmpty()) {
            return missing;
        }
        return List.of(
                microphone.isInstalled()
                        ? new Finding(check, Level.OK, "PipeWire has '" + Microphone.NAME + "'.", "")
                        : new Finding(
                                check, Level.OK, "PipeWire can have one that is enhanced.", "./attune mic install"));
    }

    private Finding ffmpeg() {
        return Ffmpeg.find(places.path()).isPresent()
                ? new Finding("ffmpeg", Level.OK, "Every type of sound file can be read and written.", "")
                : new Finding(
                        "ffmpeg",
                        Level.WARN,
                        "ffmpeg is not installed: enhance reads and writes WAV and AIFF only.",
                        "sudo apt-get install ffmpeg");
    }
}

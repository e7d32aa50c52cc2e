package attune.cli;

import attune.cli.audio.AudioFileException;
import attune.control.settings.Settings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Root of the {@code attune} command. The one place where exceptions become sentences and exit codes. */
@Command(
        name = "attune",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Makes speech and music sound better: in your host as a plugin, on files, or streaming.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "In a working copy, ./attune also has:",
            "  bench      Measures speed and sound; './attune bench --help' says how.",
            "  test       Builds everything and runs all tests; with --long also those that take long."
        },
        subcommands = {
            RunCommand.class,
            EnhanceCommand.class,
            MatchCommand.class,
            MeasureCommand.class,
            ProveCommand.class,
            OpenCommand.class,
            PresetsCommand.class,
            LearnCommand.class,
            PatternsCommand.class,
            ExperimentsCommand.class,
            ModelsCommand.class,
            NoiseCommand.class,
            HistoryCommand.class,
            UndoCommand.class,
            WhyCommand.class,
            AuditCommand.class,
            PrivacyCommand.class,
            BackupCommand.class,
            ReportCommand.class,
            LiveCommand.class,
            MicCommand.class,
            ConfigCommand.class,
            InstallCommand.class,
            UninstallCommand.class,
            StatusCommand.class,
            AlertsCommand.class,
            StopCommand.class,
            DoctorCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Attune implements Runnable {
    /** Run by the ./attune script itself. */
    private static final List<String> LAUNCHER_COMMANDS = List.of("bench", "test");

    private static final Map<Class<?>, BiFunction<Places, Terminal, Object>> COMMANDS = Map.ofEntries(
            Map.entry(RunCommand.class, RunCommand::new),
            Map.entry(LiveCommand.class, LiveCommand::new),
            Map.entry(EnhanceCommand.class, EnhanceCommand::new),
            Map.entry(MatchCommand.class, MatchCommand::new),
            Map.entry(MeasureCommand.class, MeasureCommand::new),
            Map.entry(ProveCommand.class, ProveCommand::new),
            Map.entry(OpenCommand.class, OpenCommand::new),
            Map.entry(PresetsCommand.class, PresetsCommand::new),
            Map.entry(PresetsListCommand.class, PresetsListCommand::new),
            Map.entry(PresetsAutoloadCommand.class, PresetsAutoloadCommand::new),
            Map.entry(AutoloadListCommand.class, AutoloadListCommand::new),
            Map.entry(AutoloadAddCommand.class, AutoloadAddCommand::new),
            Map.entry(AutoloadRemoveCommand.class, AutoloadRemoveCommand::new),
            Map.entry(AutoloadTestCommand.class, AutoloadTestCommand::new),
            Map.entry(PresetsTagCommand.class, PresetsTagCommand::new),
            Map.entry(PresetsFavouriteCommand.class, PresetsFavouriteCommand::new),
            Map.entry(PresetsSaveCommand.class, PresetsSaveCommand::new),
            Map.entry(PresetsRecallCommand.class, PresetsRecallCommand::new),
            Map.entry(PresetsRenameCommand.class, PresetsRenameCommand::new),
            Map.entry(PresetsDeleteCommand.class, PresetsDeleteCommand::new),
            Map.entry(PresetsExportCommand.class, PresetsExportCommand::new),
            Map.entry(PresetsImportCommand.class, PresetsImportCommand::new),
            Map.entry(LearnCommand.class, LearnCommand::new),
            Map.entry(PatternsCommand.class, PatternsCommand::new),
            Map.entry(PatternsDisableCommand.class, PatternsDisableCommand::new),
            Map.entry(PatternsEnableCommand.class, PatternsEnableCommand::new),
            Map.entry(PatternsDeleteCommand.class, PatternsDeleteCommand::new),
            Map.entry(ExperimentsCommand.class, ExperimentsCommand::new),
            Map.entry(ModelsCommand.class, ModelsCommand::new),
            Map.entry(NoiseCommand.class, NoiseCommand::new),
            Map.entry(HistoryCommand.class, HistoryCommand::new),
            Map.entry(UndoCommand.class, UndoCommand::new),
            Map.entry(ReportCommand.class, ReportCommand::new),
            Map.entry(WhyCommand.class, WhyCommand::new),
            Map.entry(AuditCommand.class, AuditCommand::new),
            Map.entry(PrivacyCommand.class, PrivacyCommand::new),
            Map.entry(PrivacyAllowCommand.class, PrivacyAllowCommand::new),
            Map.entry(PrivacyExportCommand.class, PrivacyExportCommand::new),
            Map.entry(PrivacyEraseCommand.class, PrivacyEraseCommand::new),
            Map.entry(BackupCommand.class, BackupCommand::new),
            Map.entry(MicCommand.class, MicCommand::new),
            Map.entry(MicInstallCommand.class, MicInstallCommand::new),
            Map.entry(MicRemoveCommand.class, MicRemoveCommand::new),
            Map.entry(ConfigCommand.class, ConfigCommand::new),
            Map.entry(ConfigListCommand.class, ConfigListCommand::new),
            Map.entry(ConfigGetCommand.class, ConfigGetCommand::new),
            Map.entry(ConfigSetCommand.class, ConfigSetCommand::new),
            Map.entry(ConfigUnsetCommand.class, ConfigUnsetCommand::new),
            Map.entry(CompletionCommand.class, CompletionCommand::new),
            Map.entry(InstallCommand.class, InstallCommand::new),
            Map.entry(UninstallCommand.class, UninstallCommand::new),
            Map.entry(StatusCommand.class, StatusCommand::new),
            Map.entry(AlertsCommand.class, AlertsCommand::new),
            Map.entry(StopCommand.class, StopCommand::new),
            Map.entry(DoctorCommand.class, DoctorCommand::new));

    private final Terminal terminal;

    @Spec
    @Nullable
    CommandSpec spec;

    private Attune(Terminal terminal) {
        this.terminal = terminal;
    }

    /** System properties: {@code attune.home} is the folder of the build or installation. */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofThisProcess();
        Map<String, String> environment = System.getenv();
        int status;
        try {
            Places places = Places.of(Path.of(System.getProperty("attune.home", ".")), environment);
            status = commandLine(places, terminal).execute(arguments);
        } catch (CliException e) {
            terminal.err().println("attune: " + e.getMessage());
            status = e.exitCode();
        }
        terminal.flush();
        System.exit(status);
    }

    /** The whole command, ready to execute; output goes to {@code terminal}. */
    static CommandLine commandLine(Places places, Terminal terminal) {
        CommandLine commandLine = new CommandLine(new Attune(terminal), new Factory(places, terminal));
        commandLine.setOut(terminal.out());
        commandLine.setErr(terminal.err());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setDefaultValueProvider(new SettingDefaults(Settings.of(places.environment())));
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> explain(e, places, terminal.err()));
        commandLine.setParameterExceptionHandler((e, arguments) -> explainUsage(e, terminal.err()));
        return commandLine;
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(terminal.out());
        }
    }

    private static int explainUsage(ParameterException e, PrintWriter err) {
        String unknown = unknownCommand(e);
        if (!unknown.isEmpty()) {
            List<String> names =
                    new ArrayList<>(e.getCommandLine().getSubcommands().keySet());
            names.addAll(LAUNCHER_COMMANDS);
            err.println("attune: There is no command '" + unknown + "'; there are " + String.join(", ", names) + "."
                    + CloseNames.hint(unknown, names));
            return CliException.USAGE;
        }
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        // Our own converters say what is allowed.
        Throwable said = e.getCause() instanceof CliException own ? own : e;
        err.println("attune: " + sentence(said.getMessage()) + " Try '" + name + " --help'.");
        return CliException.USAGE;
    }

    /** The word that stands where a command's name should, or nothing where something else is wrong. */
    private static String unknownCommand(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)
                || e.getCommandLine().getParent() != null
                || unmatched.getUnmatched().isEmpty()) {
            return "";
        }
        String word = unmatched.getUnmatched().get(0);
        return word.startsWith("-") ? "" : word;
    }

    private static int explain(Exception e, Places places, PrintWriter err) {
        err.println("attune: " + explanation(e));
        if ("1".equals(places.environment().get("ATTUNE_DEBUG"))) {
            e.printStackTrace(err);
        }
        return e instanceof CliException said ? said.exitCode() : CliException.FAILED;
    }

    /** One sentence for whatever went wrong. */
    static String explanation(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof CliException || e instanceof AudioFileException) {
            return message;
        }
        if (e instanceof NoSuchFileException) {
            return message + " does not exist.";
        }
        if (e instanceof AccessDeniedException) {
            return message + " may not be read or written by this user.";
        }
        if (e instanceof FileSystemException || e instanceof FileNotFoundException) {
            return sentence(message);
        }
        if (e instanceof IOException) {
            return "Reading or writing failed: " + sentence(message);
        }
        return "Something went wrong inside Attune (" + e.getClass().getSimpleName() + ": " + message
                + "); ATTUNE_DEBUG=1 shows where.";
    }

    private static String sentence(@Nullable String text) {
        String stripped = String.valueOf(text).strip();
        return stripped.endsWith(".") || stripped.endsWith(")") ? stripped : stripped + ".";
    }

    /** Gives commands what they work with. */
    private record Factory(Places places, Terminal terminal) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            return COMMANDS.containsKey(type)
                    ? type.cast(Objects.requireNonNull(COMMANDS.get(type)).apply(places, terminal))
                    : CommandLine.defaultFactory().create(type);
        }
    }
}

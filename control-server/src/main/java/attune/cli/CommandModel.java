package attune.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** All commands with their options, as pages and completion describe them: with no person's settings in force. */
final class CommandModel {
    private CommandModel() {}

    /** The root, never to be executed. */
    static CommandLine root() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Places nobody = Places.of(Path.of("/"), Map.of("HOME", "/nonexistent"));
        return Attune.commandLine(nobody, new Terminal(nowhere, nowhere, false, false));
    }

    /** Commands of a command in the order in which its help has them; its own name for each is its first. */
    static List<CommandSpec> commands(CommandSpec spec) {
        return spec.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .distinct()
                .toList();
    }

    static List<OptionSpec> options(CommandSpec spec) {
        return spec.options().stream().filter(option -> !option.hidden()).toList();
    }

    /** What it is for, on one line. */
    static String summary(CommandSpec spec) {
        return String.join(" ", spec.usageMessage().description())
                .replace("%n", " ")
                .strip();
    }

    static String text(ArgSpec argument) {
        return String.join(" ", argument.description()).strip();
    }

    /** Words that a value can be; empty where it is free. */
    static List<String> candidates(ArgSpec argument) {
        List<String> words = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(words::add);
        }
        return words;
    }

    static boolean isFile(ArgSpec argument) {
        return argument.type() == Path.class
                || (argument.auxiliaryTypes().length > 0 && argument.auxiliaryTypes()[0] == Path.class);
    }
}

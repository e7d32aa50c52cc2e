package attune.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What zsh completes behind {@code attune}: a function of its completion system for each command. */
final class ZshCompletion {
    private final StringBuilder script = new StringBuilder();

    private ZshCompletion() {}

    /** @param mark comment that stands in its first lines */
    static String of(CommandSpec root, String mark) {
        ZshCompletion zsh = new ZshCompletion();
        zsh.line("#compdef attune");
        zsh.line("# " + mark);
        zsh.function(root, "_attune");
        // Read by compinit it runs for the first completion; sourced, it says what it is for.
        zsh.line("if [ \"$funcstack[1]\" = _attune ]; then");
        zsh.line("  _attune \"$@\"");
        zsh.line("else");
        zsh.line("  compdef _attune attune");
        zsh.line("fi");
        return zsh.script.toString();
    }

    private void function(CommandSpec spec, String name) {
        List<CommandSpec> commands = CommandModel.commands(spec);
        line(name + "() {");
        if (commands.isEmpty()) {
            line("  _arguments -s -S" + arguments(spec));
        } else {
            line("  local line state");
            line("  _arguments -s -S -C" + arguments(spec)
                    + " \\\n    '1:command:->command' \\\n    '*::argument:->argument'");
            line("  case $state in");
            line("    command)");
            line("      local -a commands=(" + describe(commands) + ")");
            line("      _describe command commands");
            line("      ;;");
            line("    argument)");
            line("      case $line[1] in");
            for (CommandSpec command : commands) {
                line("        " + command.name() + ") " + name + "_" + command.name() + " ;;");
            }
            line("      esac");
            line("      ;;");
            line("  esac");
        }
        line("}");
        commands.forEach(command -> function(command, name + "_" + command.name()));
    }

    private static String describe(List<CommandSpec> commands) {
        return commands.stream()
                .map(command -> "\n        " + quoted(command.name() + ":" + colons(CommandModel.summary(command))))
                .collect(Collectors.joining());
    }

    private static String arguments(CommandSpec spec) {
        StringBuilder text = new StringBuilder();
        for (OptionSpec option : CommandModel.options(spec)) {
            for (String name : option.names()) {
                text.append(" \\\n    ").append(quoted(option(option, name)));
            }
        }
        if (CommandModel.commands(spec).isEmpty()) {
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                String place = parameter.index().max() == Integer.MAX_VALUE
                        ? "*"
                        : Integer.toString(parameter.index().min() + 1);
                text.append(" \\\n    ").append(quoted(place + value(parameter)));
            }
        }
        return text.toString();
    }

    private static String option(OptionSpec option, String name) {
        String others = option.names().length > 1 ? "(" + String.join(" ", option.names()) + ")" : "";
        boolean takesValue = option.arity().max() > 0;
        String said = "[" + CommandModel.text(option).replaceAll("([\\[\\]\\\\])", "\\\\$1") + "]";
        return (option.isMultiValue() ? "*" : others)
                + name
                + (takesValue && name.startsWith("--") ? "=" : "")
                + said
                + (takesValue ? (option.arity().min() == 0 ? ":" : "") + value(option) : "");
    }

    /** ":label:what it can be". */
    private static String value(ArgSpec argument) {
        List<String> words = CommandModel.candidates(argument);
        String action =
                CommandModel.isFile(argument) ? "_files" : words.isEmpty() ? " " : "(" + String.join(" ", words) + ")";
        return ":" + colons(argument.paramLabel()) + ":" + action;
    }

    private static String colons(String text) {
        return text.replace(":", "\\:");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private void line(String text) {
        script.append(text).append('\n');
    }
}

package attune.cli;

import attune.control.settings.Setting;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** attune(1), made from the commands themselves, in the macros of man(7). */
final class ManPage {
    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    /** @param mark comment that stands in its first lines */
    static String of(CommandSpec root, String mark) {
        ManPage man = new ManPage();
        man.line(".\\\" " + mark);
        man.line(".TH ATTUNE 1 \"\" \"Attune " + escape(Version.number()) + "\" \"Attune\"");
        man.line(".SH NAME");
        man.text("attune - makes speech and music sound better");
        man.line(".SH SYNOPSIS");
        man.line(".B attune");
        man.line(".I COMMAND");
        man.text("[OPTION...]");
        man.line(".SH DESCRIPTION");
        man.text(CommandModel.summary(root));
        man.line(".SH COMMANDS");
        CommandModel.commands(root).forEach(man::command);
        man.settings();
        man.end();
        return man.page.toString();
    }

    private void command(CommandSpec spec) {
        String synopsis = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF))
                .synopsis(0)
                .strip()
                .replaceAll("\\s+", " ");
        line(".SS \"" + escape(synopsis).replace("\"", "\\(dq") + "\"");
        text(CommandModel.summary(spec));
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            item(parameter.paramLabel(), parameter);
        }
        for (OptionSpec option : CommandModel.options(spec)) {
            item(String.join(", ", option.names()) + valueOf(option), option);
        }
        List<String> footer = List.of(spec.usageMessage().footer()).stream()
                .filter(line -> !line.isBlank())
                .toList();
        if (!footer.isEmpty()) {
            line(".PP");
            footer.forEach(this::text);
        }
        CommandModel.commands(spec).forEach(this::command);
    }

    private static String valueOf(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        return option.arity().min() == 0 ? "[=" + option.paramLabel() + "]" : "=" + option.paramLabel();
    }

    private void item(String head, ArgSpec argument) {
        line(".TP");
        line(".B " + escape(head));
        text(CommandModel.text(argument));
    }

    private void settings() {
        line(".SH SETTINGS");
        text("Kept in the file below, see config; variables of the environment go before it.");
        for (Setting setting : Setting.values()) {
            line(".TP");
            line(".B " + escape(setting.id() + ", " + setting.variable()));
            text(setting.what() + " Takes " + setting.allowed() + "; default: " + setting.standard() + ".");
        }
    }

    private void end() {
        line(".SH FILES");
        for (String[] file : new String[][] {
            {"$XDG_CONFIG_HOME/attune/attune.conf", "Settings."},
            {"$XDG_DATA_HOME/attune", "Engine, presets of your own, what was learned."},
            {"$XDG_STATE_HOME/attune", "Logs."}
        }) {
            line(".TP");
            line(".I " + escape(file[0]));
            text(file[1]);
        }
        line(".SH EXIT STATUS");
        text("0 where it was done, 1 where it failed, 2 where something impossible was asked for.");
    }

    private void line(String request) {
        page.append(request).append('\n');
    }

    /** A paragraph's words; what would be read as a request is not. */
    private void text(String words) {
        String escaped = escape(words);
        line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}

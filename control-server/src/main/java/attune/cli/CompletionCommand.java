package attune.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code attune completion}. */
@Command(
        name = "completion",
        description = "Prints what a shell needs to complete commands and options; install lays it where shells look.",
        footer = {"", "For this session: source <(attune completion bash), or zsh."})
final class CompletionCommand implements Callable<Integer> {
    /** Shells that can be told. */
    enum Shell {
        bash,
        zsh
    }

    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.bash;

    /** @param places not asked for */
    CompletionCommand(Places places, Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ShellHelp.Kind kind = ShellHelp.Kind.valueOf(shell.name().toUpperCase(Locale.ROOT));
        terminal.out().print(kind.text());
        terminal.out().flush();
        return 0;
    }
}

package attune.cli;

import picocli.CommandLine.ITypeConverter;

/** Number of a change on the command line. */
final class ChangeNumber implements ITypeConverter<Long> {
    private static final String RANGE = "1 to the newest change's number ('attune history' lists them)";

    @Override
    public Long convert(String text) {
        long number = NumberText.whole("ID", text, RANGE);
        if (number < 1) {
            throw NumberText.refused("ID", text, RANGE);
        }
        return number;
    }
}

package attune.cli;

import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.control.words.Numbers;
import attune.dsp.chain.Engine;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is told to do: a preset with changes on top, and the macros.
 *
 * @param presetId which preset the parameters started from
 * @param params the complete set
 * @param macros macros in force
 * @param changes what was said on the command line, by permanent id, in order
 */
record SoundSettings(String presetId, ParamSnapshot params, MacroSnapshot macros, Map<String, Double> changes) {
    /** What slot A of a new plugin plays. */
    static final String DEFAULT_PRESET = "gentle";

    /** Macros that mean something when a file is processed from beginning to end. */
    private static final Set<MacroTable> OFFLINE_MACROS = EnumSet.of(
            MacroTable.BYPASS,
            MacroTable.AMOUNT,
            MacroTable.TARGET,
            MacroTable.OUTPUT_TRIM,
            MacroTable.DELTA,
            MacroTable.DELTA_STAGE,
            MacroTable.LATENCY_MODE);

    /**
     * @param preset id or label
     * @param assignments each {@code name=value}, in order
     * @param targetLufs value of the Target macro, or nothing
     * @param amountPercent value of the Amount macro, or nothing
     * @throws CliException naming what is unknown or out of bounds
     */
    static SoundSettings of(
            PresetStore store,
            String preset,
            List<String> assignments,
            @Nullable Double targetLufs,
            @Nullable Double amountPercent) {
        Preset found = find(store, preset);
        SoundSettings settings =
                new SoundSettings(found.id(), found.params(), new MacroSnapshot(), new LinkedHashMap<>());
        if (targetLufs != null) {
            settings.set(MacroTable.TARGET, targetLufs);
        }
        if (amountPercent != null) {
            settings.set(MacroTable.AMOUNT, amountPercent);
        }
        for (String assignment : assignments) {
            settings.apply(assignment);
        }
        return settings;
    }

    static Preset find(PresetStore store, String name) {
        Preset preset;
        try {
            preset = store.find(name);
        } catch (PresetException e) {
            throw CliException.usage(e.getMessage() + presetHint(store, name));
        }
        if (preset.soundVersion() > Engine.SOUND_VERSION) {
            throw CliException.usage("Preset '" + preset.id() + "' was made for sound version " + preset.soundVersion()
                    + "; this Attune has " + Engine.SOUND_VERSION + ", a newer one can play it.");
        }
        return preset;
    }

    /** Id of one of the person's own presets, also of one whose file is broken. */
    static String own(PresetStore store, String name) {
        try {
            return store.ownId(name);
        } catch (PresetException e) {
            throw CliException.usage(e.getMessage() + presetHint(store, name));
        }
    }

    private static String presetHint(PresetStore store, String name) {
        try {
            return store.ids().contains(name) ? "" : CloseNames.hint(name.toLowerCase(Locale.ROOT), store.ids());
        } catch (PresetException e) {
            return "";
        }
    }

    private void apply(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals <= 0 || equals == assignment.length() - 1) {
            throw CliException.usage("--set takes name=value, not '" + assignment + "'.");
        }
        String name = assignment.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String value = assignment.substring(equals + 1).strip();
        Optional<ParamTable> param = ParamTable.byId(name);
        if (param.isPresent()) {
            double number = checked(param.get().spec(), parse(param.get().spec(), value));
            params.set(param.get(), number);
            changes.put(name, number);
            return;
        }
        MacroTable macro = MacroTable.byId(name)
                .orElseThrow(() -> CliException.usage("There is no parameter '" + name + "'."
                        + CloseNames.hint(name, names()) + " docs/parameters.md lists them all."));
        if (!OFFLINE_MACROS.contains(macro)) {
            throw CliException.usage("'" + name + "' is for playing live; here " + macroNames() + " can be set.");
        }
        set(macro, parse(macro.spec(), value));
    }

    private void set(MacroTable macro, double value) {
        macros.set(macro, checked(macro.spec(), value));
        changes.put(macro.id(), value);
    }

    private static double parse(ParamSpec spec, String text) {
        OptionalDouble choice = Numbers.named(spec, text);
        return choice.isPresent()
                ? choice.getAsDouble()
                : NumberText.decimal(text)
                        .orElseThrow(() ->
                                CliException.usage(spec.id() + " takes " + allowed(spec) + ", not '" + text + "'."));
    }

    private static double checked(ParamSpec spec, double value) {
        if (!spec.allows(value)) {
            throw CliException.usage(spec.id() + "=" + NumberText.plain(value) + " is not allowed; " + spec.id()
                    + (spec.scale().isDiscrete() ? " takes " + Numbers.allowed(spec) : " goes from " + range(spec))
                    + ".");
        }
        return value;
    }

    private static String allowed(ParamSpec spec) {
        return spec.choices().isEmpty()
                ? "a number from " + range(spec)
                : "one of " + String.join(", ", spec.choices()).toLowerCase(Locale.ROOT);
    }

    static String range(ParamSpec spec) {
        return NumberText.plain(spec.min()) + " to " + NumberText.plain(spec.max())
                + (spec.unit().isEmpty() ? "" : " " + spec.unit());
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        ParamTable.all().forEach(param -> names.add(param.id()));
        OFFLINE_MACROS.forEach(macro -> names.add(macro.id()));
        return names;
    }

    /** Macros that --set takes. */
    static String macroNames() {
        List<String> names = new ArrayList<>();
        OFFLINE_MACROS.forEach(macro -> names.add(macro.id()));
        return String.join(", ", names);
    }
}

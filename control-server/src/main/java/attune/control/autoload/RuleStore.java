package attune.control.autoload;

import attune.api.AutoloadRule;
import attune.control.http.PrivateFiles;
import attune.control.problem.FileTrouble;
import attune.control.problem.ProblemException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of this user: one JSON file beside the presets, replaced whole, 0600. Read at each call, so that an edited file holds at
 * once. Any thread.
 */
public final class RuleStore {
    static final int SCHEMA = 1;

    private static final int LARGEST_COUNT = 100;
    private static final long LARGEST_BYTES = 1 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /**
     * What the file holds.
     *
     * @param schema of this file
     * @param lastId highest number that a rule ever had
     */
    private record Content(int schema, int lastId, List<AutoloadRule> rules) {}

    private final Path file;

    /** @param userData folder in which {@code autoload.json} may lie */
    public RuleStore(Path userData) {
        this.file = userData.resolve("autoload.json");
    }

    /**
     * All rules, as they were added.
     *
     * @throws ProblemException 422 where the file can't be used
     */
    public synchronized List<AutoloadRule> all() {
        return read().rules();
    }

    /**
     * Keeps a new rule.
     *
     * @param rule checked; its id is not looked at
     * @throws ProblemException 409 where as many are kept as may be
     */
    public synchronized AutoloadRule add(AutoloadRule rule) {
        Content content = read();
        if (content.rules().size() >= LARGEST_COUNT) {
            throw ProblemException.conflict(
                    "rules", "There are " + LARGEST_COUNT + " rules already; remove one that is not needed.");
        }
        AutoloadRule added = rule.withId(content.lastId() + 1);
        List<AutoloadRule> rules = new ArrayList<>(content.rules());
        rules.add(added);
        write(new Content(SCHEMA, added.id(), rules));
        return added;
    }

    /**
     * Lets a rule go.
     *
     * @throws ProblemException 404 where there is none of this number
     */
    public synchronized void remove(int id) {
        Content content = read();
        List<AutoloadRule> rules = new ArrayList<>(content.rules());
        if (!rules.removeIf(rule -> rule.id() == id)) {
            throw ProblemException.unknown("rule", Integer.toString(id), numbers(rules));
        }
        write(new Content(SCHEMA, content.lastId(), rules));
    }

    /**
     * Another rule in the place of the one with its number.
     *
     * @param rule checked
     * @throws ProblemException 404 where there is none of this number
     */
    public synchronized void change(AutoloadRule rule) {
        Content content = read();
        if (content.rules().stream().noneMatch(one -> one.id() == rule.id())) {
            throw ProblemException.unknown("rule", Integer.toString(rule.id()), numbers(content.rules()));
        }
        List<AutoloadRule> rules = content.rules().stream()
                .map(one -> one.id() == rule.id() ? rule : one)
                .toList();
        write(new Content(SCHEMA, content.lastId(), rules));
    }

    /**
     * Gives the rules such priorities that they go in this order.
     *
     * @param ids of all rules, the one that goes first at the top
     * @throws ProblemException 409 where these are not the rules that there are
     */
    public synchronized void order(List<Integer> ids) {
        Content content = read();
        Map<Integer, AutoloadRule> known = new HashMap<>();
        content.rules().forEach(rule -> known.put(rule.id(), rule));
        if (ids.size() != known.size() || !known.keySet().equals(Set.copyOf(ids))) {
            throw ProblemException.conflict(
                    "rules", "The order names rules " + ids + "; there " + numbers(content.rules()) + ". Look again.");
        }
        Map<Integer, AutoloadRule> placed = new HashMap<>();
        RuleJudge.inOrder(ids.stream().map(known::get).toList()).forEach(rule -> placed.put(rule.id(), rule));
        List<AutoloadRule> rules =
                content.rules().stream().map(rule -> placed.get(rule.id())).toList();
        write(new Content(SCHEMA, content.lastId(), rules));
    }

    /** A preset has another id from now on. */
    public synchronized void renamed(String preset, String now) {
        Content content = read();
        if (content.rules().stream().anyMatch(rule -> rule.preset().equals(preset))) {
            List<AutoloadRule> rules = content.rules().stream()
                    .map(rule -> rule.preset().equals(preset) ? rule.withPreset(now) : rule)
                    .toList();
            write(new Content(SCHEMA, content.lastId(), rules));
        }
    }

    private static String numbers(List<AutoloadRule> rules) {
        return rules.isEmpty()
                ? "is none"
                : "are "
                        + String.join(
                                ", ",
                                rules.stream()
                                        .map(rule -> Integer.toString(rule.id()))
                                        .toList());
    }

    private Content read() {
        if (!Files.exists(file)) {
            return new Content(SCHEMA, 0, List.of());
        }
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BYTES) {
                throw broken("it is no file, or larger than " + LARGEST_BYTES + " bytes");
            }
            return checked(JSON.readValue(Files.readString(file), Content.class));
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw broken("it is not what schema " + SCHEMA + " has" + at);
        } catch (CharacterCodingException e) {
            throw broken("it is not UTF-8 text");
        } catch (IOException e) {
            throw broken("it can't be read by this user");
        }
    }

    private Content checked(Content content) {
        if (content == null) {
            throw broken("it holds nothing");
        }
        if (content.schema() != SCHEMA) {
            throw broken("it has schema " + content.schema() + ", and this version reads " + SCHEMA);
        }
        if (content.rules() == null || content.rules().size() > LARGEST_COUNT) {
            throw broken("it needs a list of at most " + LARGEST_COUNT + " rules");
        }
        Set<Integer> ids = new HashSet<>();
        int highest = content.lastId();
        List<AutoloadRule> rules = new ArrayList<>();
        for (AutoloadRule rule : content.rules()) {
            if (rule == null || rule.preset() == null || rule.id() < 1 || !ids.add(rule.id())) {
                throw broken("each rule needs a preset and a number of its own from 1");
            }
            highest = Math.max(highest, rule.id());
            try {
                rules.add(RuleCheck.checked(rule));
            } catch (ProblemException e) {
                throw broken("rule " + rule.id() + ": " + e.problem().detail().replaceAll("\\.$", ""));
            }
        }
        return new Content(SCHEMA, highest, List.copyOf(rules));
    }

    private ProblemException broken(String why) {
        return ProblemException.status(422, "The rules in " + file + " can't be used: " + why + ".");
    }

    private void write(Content content) {
        try {
            PrivateFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
        } catch (IOException e) {
            throw ProblemException.status(507, "The rules can't be saved: " + FileTrouble.why(e) + ".");
        }
    }
}

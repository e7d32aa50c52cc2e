package attune.control.http;

import attune.control.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may do what. The admin's and the agent's tokens are 32 random bytes in files that only the user reads; they outlive
 * the server, so that a panel goes on after a restart. Session tokens carry scope, nonce and a MAC under the admin's token,
 * so nothing about them needs to be kept. All comparisons take the same time whatever is wrong. Any thread.
 */
public final class Tokens {
    /** A one-use code is good for this long. */
    public static final int CODE_SECONDS = 30;

    private static final int TOKEN_BYTES = 32;
    private static final int TOKEN_CHARS = 43;
    private static final int CODE_BYTES = 16;
    private static final int LARGEST_CODES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private record Code(Scope scope, long until) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Code> codes = new HashMap<>();
    private final Clock clock;
    private final byte[] admin;
    private final byte[] agent;

    private Tokens(Clock clock, byte[] admin, byte[] agent) {
        this.clock = clock;
        this.admin = admin;
        this.agent = agent;
    }

    /** Reads the tokens of a runtime folder; makes those that are missing or not ours. */
    public static Tokens of(Path folder, Clock clock) throws IOException {
        SecureRandom random = new SecureRandom();
        return new Tokens(clock, keep(folder.resolve("token"), random), keep(folder.resolve("agent-token"), random));
    }

    private static byte[] keep(Path file, SecureRandom random) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && PrivateFiles.isPrivate(file)) {
            String text = Files.readString(file).strip();
            if (text.length() == TOKEN_CHARS) {
                return text.getBytes(StandardCharsets.US_ASCII);
            }
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = BASE64.encodeToString(bytes);
        PrivateFiles.write(file, token);
        return token.getBytes(StandardCharsets.US_ASCII);
    }

    /** What a token may do; empty where it is none of ours. */
    public Optional<Scope> scopeOf(String token) {
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        boolean isAdmin = MessageDigest.isEqual(given, admin);
        boolean isAgent = MessageDigest.isEqual(given, agent);
        Optional<Scope> session = sessionScope(token);
        return isAdmin ? Optional.of(Scope.ADMIN) : isAgent ? Optional.of(Scope.AGENT) : session;
    }

    private Optional<Scope> sessionScope(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || token.length() > 200) {
            return Optional.empty();
        }
        byte[] expected = mac(parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(parts[2].getBytes(StandardCharsets.UTF_8), expected)) {
            return Optional.empty();
        }
        return Optional.of(Scope.valueOf(parts[0].toUpperCase(Locale.ROOT)));
    }

    private String sessionToken(Scope scope) {
        String body = scope.name().toLowerCase(Locale.ROOT) + "." + fresh(CODE_BYTES);
        return body + "." + mac(body);
    }

    private String mac(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(admin, "HmacSHA256"));
            return BASE64.encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private String fresh(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return BASE64.encodeToString(value);
    }

    /** A code that gives one session token of a scope, once, within {@link #CODE_SECONDS}. */
    public synchronized String newCode(Scope scope) {
        long now = clock.millis();
        codes.values().removeIf(code -> code.until() < now);
        if (codes.size() >= LARGEST_CODES) {
            throw ProblemException.status(429, "Too many unused codes are out; each is good for 30 s.");
        }
        String code = fresh(CODE_BYTES);
        codes.put(code, new Code(scope, now + CODE_SECONDS * 1000L));
        return code;
    }

    /**
     * Takes a code for a session token.
     *
     * @throws ProblemException 401 where it was used, is too old, or never was one
     */
    public synchronized String redeem(String code) {
        Code known = codes.remove(code);
        if (known == null || known.until() < clock.millis()) {
            throw ProblemException.status(
                    401, "This code was used already or is older than 30 s; open the panel anew.");
        }
        return sessionToken(known.scope());
    }
}

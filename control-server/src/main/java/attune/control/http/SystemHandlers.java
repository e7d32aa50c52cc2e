package attune.control.http;

import attune.api.AgentStatus;
import attune.control.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The server itself: health, agent, codes and sessions, its own description, its end. */
final class SystemHandlers {
    /** {@code POST /codes}. */
    record CodeRequest(@Nullable String scope) {}

    /** Its answer. */
    record CodeAnswer(String code, int expiresInSeconds) {}

    /** {@code POST /session}. */
    record SessionRequest(String code) {}

    /** Its answer. */
    record SessionAnswer(String token) {}

    private final Handlers with;
    private final byte[] parametersTable;

    SystemHandlers(Handlers with) {
        this.with = with;
        this.parametersTable = resource("/attune/params.json");
    }

    private static byte[] resource(String name) {
        try (InputStream in = SystemHandlers.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("resource " + name + " can't be read", e);
        }
    }

    void health(Call call) {
        call.answer(with.system().info());
    }

    void agent(Call call) {
        AgentStatus agent = with.system().agent();
        if (agent == null) {
            throw ProblemException.status(404, "The learning agent is not here; your sound keeps its last settings.");
        }
        call.answer(agent);
    }

    void setAgent(Call call) {
        with.system().setAgent(call.body(AgentStatus.class));
        call.context().status(204);
    }

    void parametersTable(Call call) {
        call.context().contentType("application/json").result(parametersTable);
    }

    void code(Call call) {
        String wanted = call.bodyOr(CodeRequest.class, new CodeRequest(null)).scope();
        Scope scope = switch (wanted == null ? "operate" : wanted) {
            case "view" -> Scope.VIEW;
            case "vote" -> Scope.VOTE;
            case "operate" -> Scope.OPERATE;
            case "admin" -> Scope.ADMIN;
            default ->
                throw ProblemException.invalid(
                        "scope",
                        String.valueOf(wanted).toLowerCase(Locale.ROOT),
                        "view, vote, operate, admin",
                        "A code can be for view, vote, operate or admin.");
        };
        call.answer(new CodeAnswer(with.tokens().newCode(scope), Tokens.CODE_SECONDS));
    }

    void session(Call call) {
        call.answer(new SessionAnswer(
                with.tokens().redeem(call.body(SessionRequest.class).code())));
    }

    /** Answers first: the end of the server closes this request's connection too. */
    void shutdown(Call call) throws IOException {
        call.nothing();
        call.context().status(204).res().flushBuffer();
        with.system().end();
    }
}

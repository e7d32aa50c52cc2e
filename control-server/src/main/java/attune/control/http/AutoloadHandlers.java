package attune.control.http;

import attune.api.AutoloadContext;
import attune.api.AutoloadRequest;
import attune.control.change.AutoloadService;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.store.PresetException;
import java.util.List;

/** Rules by which presets are loaded. */
final class AutoloadHandlers {
    /** {@code PUT /autoload}: numbers of all rules, the one that is to go first at the top. */
    record OrderRequest(List<Integer> rules) {}

    private final Handlers with;
    private final AutoloadService autoload;

    AutoloadHandlers(Handlers with) {
        this.with = with;
        this.autoload = with.services().autoload();
    }

    void list(Call call) {
        call.answer(autoload.all());
    }

    void add(Call call) throws PresetException {
        AutoloadRequest wanted = call.body(AutoloadRequest.class);
        call.answer(201, autoload.add(wanted, with.registry().sessions()));
    }

    void change(Call call) throws PresetException {
        AutoloadRequest wanted = call.body(AutoloadRequest.class);
        call.answer(autoload.change(id(call), wanted, with.registry().sessions()));
    }

    void order(Call call) {
        autoload.order(call.body(OrderRequest.class).rules(), with.registry().sessions());
        call.answer(autoload.all());
    }

    void remove(Call call) {
        autoload.remove(id(call), with.registry().sessions());
        call.answer(autoload.all());
    }

    private static int id(Call call) {
        long id = call.number("id", "rule");
        if (id > Integer.MAX_VALUE) {
            throw ProblemException.unknown("rule", Long.toString(id), "");
        }
        return (int) id;
    }

    void test(Call call) {
        AutoloadContext context = call.body(AutoloadContext.class);
        String engine = context.engine();
        EngineSession session = with.registry().sessions().stream()
                .filter(one -> one.id().equals(engine))
                .findFirst()
                .orElse(null);
        call.answer(autoload.test(context, session));
    }
}

package attune.learn.agent;

import attune.api.Change;

/** One server with its agent, moved on second by second. */
final class Loop {
    final FakeServer server;
    final Learning learning;
    final AgentLoop agent;

    Loop(FakeServer server) throws LinkException {
        this(server, new LiveBudget(() -> 1));
    }

    Loop(FakeServer server, LiveBudget budget) throws LinkException {
        this(server, budget, new Learning(1));
    }

    Loop(FakeServer server, LiveBudget budget, Learning learning) throws LinkException {
        this.server = server;
        this.learning = learning;
        agent = new AgentLoop(server, learning, budget, server::nowMs, "test", () -> {});
        agent.remember();
    }

    void run(double seconds) throws LinkException, InterruptedException {
        for (int second = 0; second < seconds; second++) {
            server.play(1);
            agent.engine(server.info());
            agent.step();
        }
    }

    Change lastChange() {
        return server.changes.get(server.changes.size() - 1);
    }
}

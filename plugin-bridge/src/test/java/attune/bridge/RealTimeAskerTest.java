package attune.bridge;

import static attune.bridge.shm.ExchangeLayout.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.bridge.jna.Libc;
import attune.bridge.jna.NativeBridge;
import attune.bridge.jna.NativeCalls;
import attune.bridge.jna.SharedHost;
import attune.dsp.core.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances of a host with real-time priority, on a system that refuses it, with an rtkit that takes its time. */
class RealTimeAskerTest {
    private static final int NOT_PERMITTED = -1_001;
    private static final int PATIENCE_SECONDS = 30;

    private final NativeCalls real = NativeBridge.load();
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final BridgeLog log = new BridgeLog(new PrintStream(logged, true, StandardCharsets.UTF_8));
    private final Instances instances = new Instances(calls(), log, null);
    private final SharedHost first = host(1);
    private final SharedHost second = host(2);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private volatile int wanted;
    private volatile int answer = NativeCalls.CLOSED;

    /** The real calls, but for a real-time priority. */
    private NativeCalls calls() {
        return (NativeCalls) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {NativeCalls.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setScheduling") && !arguments[0].equals(NativeCalls.SCHED_OTHER)) {
                        return NOT_PERMITTED;
                    }
                    if (method.getName().equals("realtimeKit")) {
                        return answer((int) arguments[1]);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private int answer(int priority) throws InterruptedException {
        wanted = priority;
        asked.countDown();
        return mayAnswer.await(PATIENCE_SECONDS, TimeUnit.SECONDS) ? answer : NativeCalls.TIMEOUT;
    }

    private SharedHost host(int instance) {
        SharedHost host = new SharedHost(real, new ProcessSpec(48_000, 1));
        host.memory().putInt(INSTANCE_OFFSET, instance);
        host.memory().putInt(EPOCH_OFFSET, 1);
        return host;
    }

    private void attach(int instance, SharedHost host) {
        instances.attach(instance, Libc.INSTANCE.dup(host.fd()));
        await().until(() -> host.memory().getInt(STATE_OFFSET) == STATE_READY);
    }

    private String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    @BeforeEach
    void askForTheFirst() {
        instances.warmUp(1);
        first.memory().putInt(HOST_PRIORITY_OFFSET, 20);
        first.memory().putInt(HOST_POLICY_OFFSET, NativeCalls.SCHED_FIFO);
        attach(1, first);
        await().until(() -> {
            instances.tick();
            return asked.getCount() == 0;
        });
    }

    @AfterEach
    void close() {
        mayAnswer.countDown();
        first.quit();
        second.quit();
        instances.closeAll();
        first.close();
        second.close();
    }

    @Test
    void instances_when_rtkit_hangs_expect_others_play_meanwhile_and_its_answer_in_force_when_it_comes() {
        attach(2, second);
        instances.tick();
        assertThat(mayAnswer.getCount()).as("rtkit has not answered yet").isOne();
        assertThat(first.memory().getInt(ENGINE_POLICY_OFFSET)).isEqualTo(NativeCalls.SCHED_OTHER);
        assertThat(wanted).isEqualTo(19);

        answer = 12;
        mayAnswer.countDown();
        await().until(() -> {
            instances.tick();
            return first.memory().getInt(ENGINE_POLICY_OFFSET) == NativeCalls.SCHED_RR;
        });
        assertThat(first.memory().getInt(ENGINE_PRIORITY_OFFSET)).isEqualTo(12);
        assertThat(log()).contains("Instance 1 plays with policy 2 priority 12, given by rtkit.");
    }

    @Test
    void instance_when_rtkit_refuses_expect_one_sentence_with_what_was_wanted_and_what_helps() {
        mayAnswer.countDown();
        await().until(() -> {
            instances.tick();
            return log().contains("refused");
        });
        assertThat(log())
                .containsOnlyOnce(
                        "Real-time priority refused (wanted policy 1 priority 19, code -1001, rtkit gives none"
                                + " either): instance 1 plays at normal priority and may be late under load; the latency Safe"
                                + " helps.");
        assertThat(first.memory().getInt(ENGINE_POLICY_OFFSET)).isEqualTo(NativeCalls.SCHED_OTHER);
    }

    @Test
    void instance_when_it_leaves_while_rtkit_is_asked_expect_nothing_written_to_its_memory() {
        first.quit();
        instances.detach(1, 1);
        answer = 12;
        mayAnswer.countDown();
        attach(2, second);
        instances.tick();
        assertThat(log()).doesNotContain("given by rtkit");
    }
}

package attune.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.exchange.ExchangeLoop;
import attune.dsp.chain.Engine;
import attune.rt.AudioThreadScan;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the engine threads may do here, and who may see whom. */
class BridgeRulesTest {
    private static final JavaClasses BRIDGE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("attune.bridge");

    @Test
    void engine_thread_when_scanned_expect_no_allocation_lock_or_throw() {
        AudioThreadScan scan = AudioThreadScan.ofCodeSourcesOf(ExchangeLoop.class, Engine.class)
                .allowing(
                        // shared memory: accessors of direct buffers, intrinsic in the JIT
                        "java/lang/invoke/VarHandle.*",
                        "java/nio/ByteBuffer.getInt",
                        "java/nio/ByteBuffer.getLong",
                        "java/nio/ByteBuffer.getDouble",
                        "java/nio/ByteBuffer.putShort",
                        "java/nio/ByteBuffer.putInt",
                        "java/nio/ByteBuffer.putLong",
                        "java/nio/ByteBuffer.putFloat",
                        "java/nio/ByteBuffer.putDouble",
                        "java/nio/FloatBuffer.get",
                        "java/nio/FloatBuffer.put",
                        "java/lang/Thread.onSpinWait",
                        // direct-mapped calls of primitives only: no allocation (ExchangeLoopTest measures it)
                        "attune/bridge/jna/NativeBridge$Functions.attune_engine_wait",
                        "attune/bridge/jna/NativeBridge$Functions.attune_engine_complete",
                        "attune/bridge/jna/NativeBridge$Functions.attune_set_denormals",
                        "attune/bridge/jna/NativeBridge$Functions.attune_get_denormals",
                        "attune/bridge/jna/NativeBridge$Functions.attune_set_scheduling");
        assertThat(scan.roots("attune/bridge/")).isGreaterThan(60);
        assertThat(scan.violations()).isEmpty();
    }

    @Test
    void bridge_when_compiled_expect_it_to_see_neither_learner_nor_control() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("attune.learn..", "attune.control..", "attune.cli..")
                .check(BRIDGE);
    }

    @Test
    void jna_when_compiled_expect_one_package_to_know_it() {
        classes()
                .that()
                .resideOutsideOfPackage("attune.bridge.jna..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage("com.sun.jna..")
                .check(BRIDGE);
    }
}

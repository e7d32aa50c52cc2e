package attune;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;

/** Who may see whom, over all modules at once (ARCHITECTURE.md, "Where things are"). */
@AnalyzeClasses(packages = "attune", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {
    @ArchTest
    static final ArchRule control_expect_sees_the_table_and_never_sound = noClasses()
            .that()
            .resideInAPackage("attune.control..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "attune.dsp..",
                    "attune.learn..",
                    "attune.bridge",
                    "attune.bridge.exchange..",
                    "attune.bridge.jna..",
                    "attune.bridge.shm..",
                    "attune.cli..")
            .because("of the engine it sees only what it shows: telemetry, mailbox, captured audio");

    @ArchTest
    static final ArchRule api_expect_sees_the_jdk_only = noClasses()
            .that()
            .resideInAPackage("attune.api..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("attune.api..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule learn_expect_sees_sound_but_no_exchange_and_no_server = noClasses()
            .that()
            .resideInAPackage("attune.learn..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("attune.bridge..", "attune.control..", "attune.cli..");

    @ArchTest
    static final ArchRule bridge_expect_sees_sound_only = noClasses()
            .that()
            .resideInAPackage("attune.bridge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("attune.learn..", "attune.control..", "attune.cli..");

    @ArchTest
    static final ArchRule sound_expect_sees_nobody = noClasses()
            .that()
            .resideInAnyPackage("attune.dsp..", "attune.param..", "attune.rt..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("attune.bridge..", "attune.learn..", "attune.control..", "attune.cli..");

    @ArchTest
    static final ArchRule control_expect_keeps_no_store_in_a_static_field = classes()
            .that()
            .resideInAPackage("attune.control..")
            .should(new ArchCondition<>("build no collection that can be written to in a static initializer") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    item.getStaticInitializer().stream()
                            .flatMap(initializer -> initializer.getConstructorCallsFromSelf().stream())
                            .filter(call -> call.getTargetOwner().isAssignableTo(Map.class)
                                    || call.getTargetOwner().isAssignableTo(Collection.class))
                            .forEach(call -> events.add(SimpleConditionEvent.violated(item, call.getDescription())));
                }
            })
            .because("two servers in one JVM share nothing, and nothing outlives its server");
}

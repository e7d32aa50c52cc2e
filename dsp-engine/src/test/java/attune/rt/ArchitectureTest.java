package attune.rt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import attune.dsp.core.Processor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may see whom in this module, and what the engine may not touch. */
@AnalyzeClasses(packages = "attune", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule param_when_compiled_expect_it_to_see_only_itself_and_the_jdk = classes()
            .that()
            .resideInAPackage("attune.param..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("attune.param..", "attune.rt..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule marks_when_compiled_expect_them_to_see_only_the_jdk = classes()
            .that()
            .resideInAPackage("attune.rt..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("attune.rt..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule dsp_when_compiled_expect_no_outside_world = classes()
            .that()
            .resideInAPackage("attune.dsp..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "attune.dsp..",
                    "attune.param..",
                    "attune.rt..",
                    "java.lang",
                    "java.lang.invoke",
                    "java.util",
                    "java.util.function",
                    "org.jtransforms..",
                    "org.visnow.jlargearrays..", // to keep the transforms on one thread
                    "org.jspecify..");

    @ArchTest
    static final ArchRule dsp_when_compiled_expect_no_console_process_or_thread = noClasses()
            .that()
            .resideInAPackage("attune.dsp..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, Runtime.class, ProcessBuilder.class);

    @ArchTest
    static final ArchRule stages_when_compiled_expect_them_final = classes()
            .that()
            .implement(Processor.class)
            .should()
            .haveModifier(JavaModifier.FINAL)
            .because("a call of a stage must have one target");

    @ArchTest
    static final ArchRule core_when_compiled_expect_it_below_the_stages = noClasses()
            .that()
            .resideInAPackage("attune.dsp.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "attune.dsp.chain..",
                    "attune.dsp.filter..",
                    "attune.dsp.spectral..",
                    "attune.dsp.dynamics..",
                    "attune.dsp.spatial..",
                    "attune.dsp.colour..",
                    "attune.dsp.meter..");

    @ArchTest
    static final ArchRule chain_when_compiled_expect_it_above_the_stages = noClasses()
            .that()
            .resideInAnyPackage(
                    "attune.dsp.filter..",
                    "attune.dsp.spectral..",
                    "attune.dsp.dynamics..",
                    "attune.dsp.spatial..",
                    "attune.dsp.colour..",
                    "attune.dsp.meter..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("attune.dsp.chain..");

    @ArchTest
    static final ArchRule packages_when_compiled_expect_no_cycles =
            slices().matching("attune.(**)").should().beFreeOfCycles();
}

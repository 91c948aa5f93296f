package org.entrain.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point inward; each rule says what to do when it is broken. */
@AnalyzeClasses(packages = "org.entrain", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] STAGES = {
    "org.entrain.planner..",
    "org.entrain.embedding..",
    "org.entrain.features..",
    "org.entrain.encoding..",
    "org.entrain.properties..",
    "org.entrain.gathering..",
    "org.entrain.results..",
    "org.entrain.producers.."
  };

  @ArchTest
  static final ArchRule MATHS_AND_MODELS_KNOW_NO_STREAM =
      noClasses()
          .that()
          .resideInAnyPackage("org.entrain.math..", "org.entrain.models..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.apache.avro..",
              "org.entrain.schemas..",
              "org.entrain.transport..")
          .because(
              "their borders are arrays and matrices: convert events in the stage that calls them");

  @ArchTest
  static final ArchRule MATHS_AND_MODELS_KNOW_NOT_EACH_OTHER =
      slices()
          .matching("org.entrain.(math|models)..")
          .should()
          .notDependOnEachOther()
          .because("each is usable alone: pass numbers through the stage that needs both");

  @ArchTest
  static final ArchRule SCHEMAS_AND_COMMON_KNOW_NOTHING_OF_OURS =
      noClasses()
          .that()
          .resideInAnyPackage("org.entrain.schemas..", "org.entrain.common..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "lie in other rooms",
                  type ->
                      type.getPackageName().startsWith("org.entrain.")
                          && !type.getPackageName().startsWith("org.entrain.schemas")
                          && !type.getPackageName().startsWith("org.entrain.common")))
          .because("everything depends on them: move what needs more to the room that needs it");

  @ArchTest
  static final ArchRule FORMATS_KNOW_COMMON_ALONE =
      noClasses()
          .that()
          .resideInAPackage("org.entrain.formats..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "lie in other rooms",
                  type ->
                      type.getPackageName().startsWith("org.entrain.")
                          && !type.getPackageName().startsWith("org.entrain.formats")
                          && !type.getPackageName().startsWith("org.entrain.common")))
          .because("producers read and sinks write the same files: events stay with them");

  @ArchTest
  static final ArchRule ONLY_THE_PROGRAM_KNOWS_OBJECT_STORES =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.entrain.objects..", "org.entrain.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.entrain.objects..", "software.amazon.awssdk..")
          .because("whoever reads files asks common's Locations for a path");

  @ArchTest
  static final ArchRule STAGES_KNOW_NOT_EACH_OTHER =
      slices()
          .matching(
              "org.entrain.(planner|embedding|features|encoding|properties|results|producers)..")
          .should()
          .notDependOnEachOther()
          .because("only topics join stages: put what two of them share into schemas or transport");

  @ArchTest
  static final ArchRule STAGES_START_NO_BROKER =
      noClasses()
          .that()
          .resideInAnyPackage(STAGES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.entrain.broker..")
          .because("stages also run against brokers elsewhere: take a KafkaConnection instead");

  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_PROGRAM =
      classes()
          .that()
          .resideInAPackage("org.entrain.app..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAPackage("org.entrain.app..")
          .because("the program wires the rooms: hand what they need to their constructors");
}

package org.entrain.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

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

  private static final List<String> FOREIGN_OBJECTS =
      List.of(
          "java.io.ObjectInputStream",
          "java.beans.XMLDecoder",
          "java.rmi.",
          "javax.naming.",
          "javax.script.",
          "java.net.URLClassLoader",
          "org.yaml.snakeyaml.",
          "org.apache.avro.reflect.",
          "com.fasterxml.jackson.annotation.JsonTypeInfo",
          "com.fasterxml.jackson.databind.jsontype.");

  private static final Set<String> TYPING =
      Set.of("enableDefaultTyping", "activateDefaultTyping", "activateDefaultTypingAsProperty");

  private static final List<String> XML_PARSERS =
      List.of(
          "javax.xml.parsers.",
          "javax.xml.stream.XMLInputFactory",
          "javax.xml.stream.XMLStreamReader",
          "javax.xml.stream.XMLEventReader",
          "javax.xml.transform.",
          "javax.xml.validation.",
          "javax.xml.bind.",
          "org.xml.sax.");

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
  static final ArchRule ONLY_THE_PROGRAM_IS_MONITORED =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.entrain.monitoring..", "org.entrain.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "org.entrain.monitoring..")
          .because("stages tell a StageListener what they do, and rooms without Kafka a function");

  @ArchTest
  static final ArchRule MONITORING_KNOWS_NO_STAGE =
      noClasses()
          .that()
          .resideInAPackage("org.entrain.monitoring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STAGES)
          .because("it watches any stage: hand over what is special to one");

  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_PROGRAM =
      classes()
          .that()
          .resideInAPackage("org.entrain.app..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAPackage("org.entrain.app..")
          .because("the program wires the rooms: hand what they need to their constructors");

  /**
   * Bytes from elsewhere become arrays, texts and declared records, never objects of their choice.
   */
  @ArchTest
  static final ArchRule NOTHING_FOREIGN_IS_DESERIALIZED =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "make objects of classes that data name, or look them up elsewhere",
                  type -> FOREIGN_OBJECTS.stream().anyMatch(type.getName()::startsWith)))
          .orShould()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "lets JSON name classes", call -> TYPING.contains(call.getTarget().getName())))
          .because(
              "whoever writes the file or the record would run code here: read into a record of"
                  + " ours, a JsonNode or an Avro class that TrustedEvents lists");

  /** Document types can name files and expand without end, so XML is not parsed at all. */
  @ArchTest
  static final ArchRule NO_XML_IS_PARSED =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "parse XML", type -> XML_PARSERS.stream().anyMatch(type.getName()::startsWith)))
          .because(
              "GIfTI is written only: a reader must forbid DTDs and external entities, and have"
                  + " tests with both, before this rule makes room for it");
}

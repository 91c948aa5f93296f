package org.entrain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.entrain.app.command.CommandRunner;
import org.junit.jupiter.api.Test;

/** The bill of materials, the list of licences made of it, and the assets beside it. */
class LicencesIT {

  /** One of them must be offered; GPL is in none of them. */
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0",
          "Go License",
          "MIT",
          "MIT-0");

  private static final Path BILL = Path.of("target/bom.json");
  private static final Path LIST = CommandRunner.HOME.resolve("THIRD-PARTY.md");
  private static final Path VENDOR =
      CommandRunner.HOME.resolve(
          "sinks/dashboard/src/main/resources/org/entrain/dashboard/web/vendor");

  @Test
  void everyLibrary_isOfferedUnderALicenceThatFits_andListed() throws IOException {
    assumeThat(BILL).as("Maven makes the bill online only").exists();
    Map<String, Set<String>> licences = new TreeMap<>();
    for (JsonNode component : new ObjectMapper().readTree(BILL.toFile()).path("components")) {
      String group = component.path("group").asText();
      if (!group.equals("org.entrain")) {
        licences
            .computeIfAbsent(group + ":" + component.path("name").asText(), name -> new TreeSet<>())
            .addAll(licences(component));
      }
    }
    assertThat(licences).hasSizeGreaterThan(50);
    licences.forEach(
        (name, offered) -> assertThat(offered).as(name).containsAnyElementsOf(ALLOWED));
    StringBuilder table = new StringBuilder("| library | licences |\n|---|---|\n");
    licences.forEach(
        (name, offered) ->
            table.append("| %s | %s |\n".formatted(name, String.join(" or ", offered))));
    assertThat(Files.readString(LIST))
        .as("the table in THIRD-PARTY.md; write there what is expected")
        .endsWith("\n" + table);
  }

  /** Assets that no build tool knows have a bill of their own. */
  @Test
  void assetsOfThePage_areThoseOfTheirBill() throws IOException, NoSuchAlgorithmException {
    JsonNode bill = new ObjectMapper().readTree(VENDOR.resolve("bom.json").toFile());
    String notice = Files.readString(CommandRunner.HOME.resolve("NOTICE"));
    Set<String> described = new TreeSet<>();
    for (JsonNode component : bill.path("components")) {
      String file = component.path("properties").path(0).path("value").asText();
      described.add(file);
      byte[] bytes = Files.readAllBytes(VENDOR.resolve(file));
      assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
          .as(file)
          .isEqualTo(component.path("hashes").path(0).path("content").asText());
      assertThat(licences(component)).containsAnyElementsOf(ALLOWED);
      assertThat(notice).contains(component.path("description").asText());
    }
    try (var files = Files.list(VENDOR)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(f -> f.endsWith(".js")))
          .containsExactlyInAnyOrderElementsOf(described);
    }
  }

  private static Set<String> licences(JsonNode component) {
    Set<String> names = new TreeSet<>();
    StreamSupport.stream(component.path("licenses").spliterator(), false)
        .map(
            licence ->
                licence
                    .path("expression")
                    .asText(
                        licence
                            .path("license")
                            .path("id")
                            .asText(licence.path("license").path("name").asText())))
        .forEach(names::add);
    return names;
  }
}

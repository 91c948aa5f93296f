package org.entrain.producers.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.entrain.common.InvalidInputException;
import org.entrain.common.SmallFile;
import org.entrain.common.Unreadable;
import org.entrain.formats.nifti.NiftiImage;

/**
 * A BIDS folder with the tree of it that holds recordings with masks: the folder itself, or one of
 * its {@code derivatives}. What the tree lacks, sidecars and events, is looked for in the folder.
 *
 * @param raw the BIDS folder
 * @param recorded the tree with recordings and masks
 */
record BidsTree(BidsFolder raw, BidsFolder recorded) {

  private static final ObjectMapper JSON = new ObjectMapper();
  static final String DERIVATIVES = "derivatives";
  private static final Set<String> IMAGES = Set.of(".nii", ".nii.gz");

  /** Sidecars of converters have some kilobytes, with slice times of every volume a megabyte. */
  private static final int MAX_BYTES = 16 << 20;

  private static final String INTERVAL = "RepetitionTime";

  /**
   * Finds the tree.
   *
   * @throws InvalidInputException if none or several have recordings with masks, and the choice
   *     does not say which
   */
  static BidsTree find(Path folder, BidsChoice choice) {
    BidsFolder raw = new BidsFolder(folder);
    Path derivatives = folder.resolve(DERIVATIVES);
    if (choice.derivatives() != null) {
      return new BidsTree(raw, new BidsFolder(derivatives.resolve(choice.derivatives())));
    }
    List<BidsTree> trees =
        Stream.concat(Stream.of(folder), BidsFolder.list(derivatives).stream())
            .filter(Files::isDirectory)
            .map(path -> new BidsTree(raw, new BidsFolder(path)))
            .filter(BidsTree::hasMaskedRecordings)
            .toList();
    if (trees.size() == 1) {
      return trees.get(0);
    }
    throw new InvalidInputException(
        folder.toString(),
        "recordings",
        "sub-*/func/*_bold.nii.gz with sub-*/func/*_desc-brain_mask.nii.gz (or *_mask.nii.gz),"
            + " in the folder or in one of derivatives/*",
        trees.isEmpty()
            ? "none"
            : "them in "
                + String.join(", ", trees.stream().map(t -> t.recorded().root() + "").toList()),
        trees.isEmpty()
            ? "Give the preprocessed recordings with their masks."
            : "Name one of derivatives by bids.derivatives in a manifest.");
  }

  private boolean hasMaskedRecordings() {
    return recorded.subjects().stream()
        .anyMatch(
            subject ->
                recorded.recordings(subject).stream()
                    .anyMatch(recording -> mask(recording).isPresent()));
  }

  /** The mask of a recording: its own, or one that applies to it. */
  Optional<BidsName> mask(BidsName recording) {
    return recorded.inherited(recording, "mask", IMAGES, Set.of("desc"));
  }

  /** The events of a recording. */
  Optional<BidsName> events(BidsName recording) {
    return recorded
        .inherited(recording, "events", Set.of(".tsv"), Set.of())
        .or(() -> raw.inherited(recording, "events", Set.of(".tsv"), Set.of()));
  }

  /**
   * Seconds between volumes: from the nearest sidecar that says so, else from the image.
   *
   * @throws InvalidInputException if nothing says so, or a sidecar cannot be used
   */
  double interval(BidsName recording, NiftiImage image) {
    return Stream.of(recorded, raw)
        .flatMap(tree -> tree.inheritedAll(recording, "bold", ".json").stream())
        .map(sidecar -> interval(sidecar.path()))
        .flatMapToDouble(OptionalDouble::stream)
        .findFirst()
        .orElseGet(
            () ->
                image
                    .repetitionTime()
                    .orElseThrow(
                        () ->
                            new InvalidInputException(
                                recording.path().toString(),
                                INTERVAL,
                                "a TR in a sidecar *_bold.json or, with its unit, in the header",
                                "none",
                                "Write %s, seconds, into a sidecar.".formatted(INTERVAL))));
  }

  /** Name of the data set in the description of the folder; the folder's own if it has none. */
  static String name(Path folder) {
    Path normal = folder.toAbsolutePath().normalize();
    String fallback = String.valueOf(normal.getFileName());
    String name = json(folder.resolve(BidsFolder.DESCRIPTION)).path("Name").asText().strip();
    return name.isEmpty() ? fallback : name;
  }

  private static OptionalDouble interval(Path sidecar) {
    JsonNode stated = json(sidecar).path(INTERVAL);
    if (stated.isMissingNode()) {
      return OptionalDouble.empty();
    }
    if (!stated.isNumber() || !(stated.asDouble() > 0)) {
      throw new InvalidInputException(
          sidecar.toString(),
          INTERVAL,
          "seconds above 0",
          stated.toString(),
          "Correct the sidecar.");
    }
    return OptionalDouble.of(stated.asDouble());
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(SmallFile.text(file, MAX_BYTES));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file.toString(),
          "file",
          "JSON",
          e.getOriginalMessage().lines().findFirst().orElse("something else"),
          "Correct the file.",
          e);
    } catch (IOException e) {
      throw Unreadable.refusal(file, "a JSON file in UTF-8", e);
    }
  }
}

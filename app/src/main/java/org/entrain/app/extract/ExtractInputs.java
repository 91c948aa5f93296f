package org.entrain.app.extract;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.entrain.app.settings.Settings;
import org.entrain.common.ContentHash;
import org.entrain.common.Locations;

/**
 * Everything an extraction works on; checkpoints are opened when it is their turn.
 *
 * @param words texts of the words, in order
 * @param targets checkpoints and where their files go
 * @param settings settings of the extraction
 * @param out folder to write to
 * @param locations brings checkpoints here
 */
public record ExtractInputs(
    List<String> words, List<Target> targets, Settings settings, Path out, Locations locations) {

  public ExtractInputs {
    words = List.copyOf(words);
    targets = List.copyOf(targets);
  }

  /** What decides the numbers, the checkpoint apart: text and settings, by name. */
  Map<String, String> wanted() {
    ContentHash text = new ContentHash().add(words.size());
    words.forEach(text::add);
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("words", text.shortHex());
    wanted.put("context", settings.context().toString());
    wanted.put("representation", settings.representation().name().toLowerCase(Locale.ROOT));
    String layers =
        settings.layers().stream().map(String::valueOf).collect(Collectors.joining(","));
    wanted.put("layers", layers.isEmpty() ? "all" : layers);
    wanted.put("words.skip", Integer.toString(settings.skippedWords()));
    return wanted;
  }
}

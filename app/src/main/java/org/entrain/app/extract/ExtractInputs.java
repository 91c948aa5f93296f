package org.entrain.app.extract;

import java.nio.file.Path;
import java.util.List;
import org.entrain.app.settings.Settings;
import org.entrain.common.ContentHash;

/**
 * Everything an extraction works on; checkpoints are opened when it is their turn.
 *
 * @param words texts of the words, in order
 * @param targets checkpoints and where their files go
 * @param settings settings of the extraction
 * @param out folder to write to
 */
public record ExtractInputs(List<String> words, List<Target> targets, Settings settings, Path out) {

  public ExtractInputs {
    words = List.copyOf(words);
    targets = List.copyOf(targets);
  }

  /** Hash of the text, 16 hexadecimal digits. */
  String wordsHash() {
    ContentHash hash = new ContentHash().add(words.size());
    words.forEach(hash::add);
    return hash.shortHex();
  }
}

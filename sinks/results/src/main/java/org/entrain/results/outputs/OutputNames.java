package org.entrain.results.outputs;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.entrain.results.StoredFit;

/**
 * Names of files for fits: {@code <model>/step<step>/layer<layer>/<participant>[.<variant>]}. The
 * names of models, participants and variants come from users, so they are written in letters,
 * digits and {@code . _ -}, other bytes of their UTF-8 as in URLs ({@code %2F}); a name that would
 * mean something to a system (hidden, a device) begins with such a byte too. What still collides,
 * also where the case of letters does not count, gets a number after a tilde, in the order of the
 * fits. The index beside the files has the names themselves.
 */
final class OutputNames {

  /** File systems allow 255 bytes; the rest is for what is put behind. */
  private static final int LONGEST = 100;

  /** What stands between the name of a fit and the name of a format. */
  private static final List<String> ENDINGS =
      List.of("", ".folds", ".r", ".p", ".left", ".right", ".p.left", ".p.right");

  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?", Pattern.CASE_INSENSITIVE);

  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> encoded = new HashMap<>();

  /** The path of a fit's files without their endings; every call gives another one. */
  String next(StoredFit fit) {
    String variant = fit.variant().equals("initial") ? "" : "." + encode(fit.variant());
    String stem =
        "%s/step%d/layer%d/%s%s"
            .formatted(
                encode(fit.model()), fit.step(), fit.layer(), encode(fit.participant()), variant);
    String free = stem;
    for (int number = 2; !takes(free); number++) {
      free = stem + "~" + number;
    }
    return free;
  }

  /** Takes the name with all endings: r per fold of "F" and r of "F.folds" are not one file. */
  private boolean takes(String stem) {
    List<String> files = ENDINGS.stream().map(stem.toLowerCase(Locale.ROOT)::concat).toList();
    return Collections.disjoint(taken, files) && taken.addAll(files);
  }

  private String encode(String name) {
    return encoded.computeIfAbsent(name, OutputNames::safe);
  }

  private static String safe(String name) {
    StringBuilder safe = new StringBuilder();
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    boolean device = DEVICE.matcher(name).matches();
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xFF);
      boolean edge = i == 0 ? c == '.' || c == '-' || device : i == bytes.length - 1 && c == '.';
      if (!edge && (c < 0x80 && Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-')) {
        safe.append(c);
      } else {
        safe.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i]));
      }
    }
    if (safe.length() <= LONGEST) {
      return safe.isEmpty() ? "_" : safe.toString();
    }
    return safe.substring(0, LONGEST) + "~";
  }
}

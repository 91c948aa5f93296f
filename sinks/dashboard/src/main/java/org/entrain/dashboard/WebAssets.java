package org.entrain.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files of the page, packaged with the program; none but those listed here is ever given out. */
final class WebAssets {

  private static final String SCRIPT = "text/javascript; charset=utf-8";

  /** Media type by name. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("index.html", "text/html; charset=utf-8"),
          Map.entry("entrain.css", "text/css; charset=utf-8"),
          Map.entry("figures.js", SCRIPT),
          Map.entry("properties.js", SCRIPT),
          Map.entry("charts.js", SCRIPT),
          Map.entry("views.js", SCRIPT),
          Map.entry("page.js", SCRIPT),
          Map.entry("report.js", SCRIPT),
          Map.entry("vendor/echarts.min.js", SCRIPT),
          Map.entry("icon.svg", "image/svg+xml"));

  /** A file. */
  record Asset(String type, byte[] bytes) {}

  /** The file of this name; null if there is none. */
  @Nullable Asset find(String name) throws IOException {
    @Nullable String type = TYPES.get(name);
    if (type == null) {
      return null;
    }
    try (InputStream in = WebAssets.class.getResourceAsStream("web/" + name)) {
      if (in == null) {
        throw new IOException("the program lacks its file " + name);
      }
      return new Asset(type, in.readAllBytes());
    }
  }
}

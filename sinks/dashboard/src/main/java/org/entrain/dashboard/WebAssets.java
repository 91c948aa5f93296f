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
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "entrain.css", "text/css; charset=utf-8",
          "figures.js", SCRIPT,
          "charts.js", SCRIPT,
          "views.js", SCRIPT,
          "page.js", SCRIPT,
          "report.js", SCRIPT,
          "vendor/echarts.min.js", SCRIPT,
          "icon.svg", "image/svg+xml");

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

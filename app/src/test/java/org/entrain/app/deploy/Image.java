package org.entrain.app.deploy;

import java.util.regex.Pattern;

/** What the image of the Dockerfile has, and the deployments build on. */
final class Image {

  /** An image by a version, not by whatever is newest. */
  static final Pattern PINNED = Pattern.compile("[\\w./-]+:v?\\d+\\.\\d+[\\w.-]*");

  static final String NAME = "entrain:0.1.0";
  static final int USER = 10001;
  static final int MONITOR_PORT = 9464;

  private Image() {}
}

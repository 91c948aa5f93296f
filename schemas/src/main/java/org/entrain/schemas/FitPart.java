package org.entrain.schemas;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.schemas.avro.Progress;

/**
 * Part of a unit that a fit is, as its progress names it: layer/variant/participant, or
 * layer/variant/K-of-N/participant where only a share of the voxels is fitted.
 *
 * @param layer index of the hidden state
 * @param variant name of the property that is removed, or {@code initial}
 * @param share which share of the voxels, from 1
 * @param shares how many shares there are; 1: all voxels
 */
public record FitPart(int layer, String variant, int share, int shares, String participant) {

  /** Stage of all fits. */
  public static final String STAGE = "encoding";

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,9})/([^/]*)/(?:(\\d{1,4})-of-(\\d{1,4})/)?(.*)", Pattern.DOTALL);

  private static final int PARTICIPANT = 5;

  /** The fit that progress is of; empty for other stages, and for parts of another form. */
  public static Optional<FitPart> of(Progress progress) {
    return progress.getStage().equals(STAGE) ? parse(progress.getPart()) : Optional.empty();
  }

  /** Reads the {@link #text} of a part; empty for one of another form. */
  public static Optional<FitPart> parse(String part) {
    Matcher text = TEXT.matcher(part);
    if (!text.matches()) {
      return Optional.empty();
    }
    int layer = Integer.parseInt(text.group(1));
    String variant = text.group(2);
    if (text.group(3) == null) {
      return Optional.of(whole(layer, variant, text.group(PARTICIPANT)));
    }
    int share = Integer.parseInt(text.group(3));
    int shares = Integer.parseInt(text.group(4));
    return Optional.of(
        share >= 1 && share <= shares
            ? new FitPart(layer, variant, share, shares, text.group(PARTICIPANT))
            : whole(layer, variant, part.substring(text.start(3))));
  }

  /** A fit of all voxels. */
  public static FitPart whole(int layer, String variant, String participant) {
    return new FitPart(layer, variant, 1, 1, participant);
  }

  /** The same fit, of all voxels. */
  public FitPart whole() {
    return whole(layer, variant, participant);
  }

  /** As progress has it. */
  public String text() {
    String of = shares == 1 ? "" : share + "-of-" + shares + "/";
    return layer + "/" + variant + "/" + of + participant;
  }
}

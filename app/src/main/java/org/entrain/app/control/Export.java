package org.entrain.app.control;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import org.entrain.results.LabelExport;
import org.entrain.results.PropertyLabels;
import org.entrain.results.PropertyTest;
import org.entrain.results.PropertyTestExport;
import org.entrain.results.ResultQueries;
import org.entrain.results.Selection;

/** What can be written as CSV beside the scores. */
public enum Export {
  /** Noise ceilings, a row per participant and voxel. */
  CEILINGS("Noise ceilings") {
    @Override
    public long write(ResultQueries queries, Selection selection, Writer out) throws IOException {
      return queries.exportCeilings(out);
    }
  },

  /** Distributions of labels, a row per property and value. */
  LABELS("Labels") {
    @Override
    public long write(ResultQueries queries, Selection selection, Writer out) throws IOException {
      queries.check(selection);
      return LabelExport.write(selection.filter(queries.labels(), PropertyLabels::property), out);
    }
  },

  /** Scores with and without each property, a row per layer and participant. */
  PROPERTY_TESTS("Tests of properties") {
    @Override
    public long write(ResultQueries queries, Selection selection, Writer out) throws IOException {
      queries.check(selection);
      return PropertyTestExport.write(
          selection.filter(queries.propertyTests(), PropertyTest::property), out);
    }
  };

  private final String title;

  Export(String title) {
    this.title = title;
  }

  /** What it is called in messages. */
  public String title() {
    return title;
  }

  /** Its name in options and requests. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The export of this {@link #text()}. */
  static Export named(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /**
   * Writes the rows.
   *
   * @param selection properties that are asked for, where rows are of properties
   * @param out where to; neither flushed nor closed
   * @return number of rows, without the header
   */
  public abstract long write(ResultQueries queries, Selection selection, Writer out)
      throws IOException;
}

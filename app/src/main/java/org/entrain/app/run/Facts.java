package org.entrain.app.run;

import java.util.Map;
import java.util.TreeMap;
import org.entrain.app.Version;
import org.entrain.results.ResultQueries;

/** What results are of: settings and data, by name; every fit says what computed it. */
public final class Facts {

  private Facts() {}

  /** The settings that are stored with results, and the program that shows them. */
  public static Map<String, String> of(ResultQueries queries) {
    Map<String, String> facts = new TreeMap<>(queries.settings());
    facts.put("shown by", Version.TEXT + ", Java " + Runtime.version());
    return facts;
  }
}

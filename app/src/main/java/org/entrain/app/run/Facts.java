package org.entrain.app.run;

import java.util.Map;
import java.util.TreeMap;
import org.entrain.app.Version;
import org.entrain.results.ResultQueries;

/** What results are of and by: settings, data and versions, by name. */
public final class Facts {

  private Facts() {}

  /** The settings that are stored with results, and the program that tells them. */
  public static Map<String, String> of(ResultQueries queries) {
    Map<String, String> facts = new TreeMap<>(queries.settings());
    facts.put("entrain", Version.TEXT);
    facts.put("java", Runtime.version().toString());
    return facts;
  }
}

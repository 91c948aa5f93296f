package org.entrain.results;

/** Names under which the data are told beside the settings that are stored with results. */
public final class StoredKeys {

  /** Hash of the table of linguistic properties; absent without one. */
  public static final String ANNOTATIONS = "annotations";

  /** Name of the data set. */
  public static final String DATASET = "dataset";

  /** Whether its recordings are simulated. */
  public static final String SIMULATED = "recordings.simulated";

  /** Identity of its stimulus. */
  public static final String STIMULUS = "stimulus";

  private StoredKeys() {}
}

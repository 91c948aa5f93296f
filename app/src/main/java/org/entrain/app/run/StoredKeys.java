package org.entrain.app.run;

/** What is stored with the results beside the settings. */
final class StoredKeys {

  static final String DATASET = "dataset";
  static final String SIMULATED = "recordings.simulated";
  static final String STIMULUS = "stimulus";

  private StoredKeys() {}
}

package org.entrain.math;

/** Whose statistics standardise the test rows, of features and of recordings. */
public enum TestScaling {
  /** Their own: what is predicted helps to scale it (PROTOCOL section 4). */
  OWN,

  /** Those of the training rows, so that no test row tells of another. */
  TRAINING
}

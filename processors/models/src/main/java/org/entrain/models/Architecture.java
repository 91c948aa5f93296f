package org.entrain.models;

/**
 * A family of networks. To add one, write a package with an implementation and name that in {@code
 * META-INF/services/org.entrain.models.Architecture}; it needs a public constructor without
 * parameters.
 */
public interface Architecture {

  /** The {@code model_type} of its {@code config.json}. */
  String modelType();

  /**
   * Reads a configuration.
   *
   * @throws org.entrain.common.InvalidInputException if a value is missing, out of range or asks
   *     for something this program does not compute
   */
  NetworkPlan plan(ConfigFile config);
}

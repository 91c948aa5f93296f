package org.entrain.models;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.entrain.common.InvalidInputException;

/** The registry: every architecture that {@code META-INF/services} names. */
final class Architectures {

  private static final long MAX_CONFIG_BYTES = 1 << 20;

  private final Map<String, Architecture> byModelType = new TreeMap<>();

  Architectures() {
    // Our own class loader, because the one of the calling thread may know nothing of us.
    for (Architecture architecture :
        ServiceLoader.load(Architecture.class, Architecture.class.getClassLoader())) {
      byModelType.put(architecture.modelType(), architecture);
    }
  }

  NetworkPlan plan(Path configJson) {
    ConfigFile config =
        new ConfigFile(configJson.toString(), JsonFiles.object(configJson, MAX_CONFIG_BYTES));
    String modelType = config.textOr("nothing", "model_type");
    Architecture architecture = byModelType.get(modelType);
    if (architecture == null) {
      throw new InvalidInputException(
          configJson.toString(),
          "model_type",
          "one of " + byModelType.keySet(),
          modelType,
          "This architecture is not supported.");
    }
    return architecture.plan(config);
  }
}

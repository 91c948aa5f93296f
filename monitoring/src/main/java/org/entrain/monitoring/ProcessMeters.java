package org.entrain.monitoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.File;

/** What is measured of any process: which program it is, the Java machine, the log, its disk. */
final class ProcessMeters implements AutoCloseable {

  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final LogbackMetrics log = new LogbackMetrics();

  ProcessMeters(MeterRegistry registry, ProcessFacts facts) {
    Gauge.builder("entrain.build.info", () -> 1)
        .description("Which program runs")
        .tag("version", facts.version())
        .tag("commit", facts.commit())
        .tag("java", Runtime.version().toString())
        .register(registry);
    File state = facts.state().toFile();
    Gauge.builder("entrain.state.disk.free", state, File::getUsableSpace)
        .description("What can still be written to the disk of the state folder")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
    Gauge.builder("entrain.state.disk.size", state, File::getTotalSpace)
        .description("Size of the disk of the state folder")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    log.bindTo(registry);
  }

  @Override
  public void close() {
    collections.close();
    log.close();
  }
}

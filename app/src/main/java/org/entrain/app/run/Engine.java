package org.entrain.app.run;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.entrain.models.LanguageModels;
import org.jspecify.annotations.Nullable;

/** The language-model engine of this process, started by whoever asks first. Thread-safe. */
public final class Engine implements Supplier<LanguageModels>, AutoCloseable {

  private final AtomicReference<@Nullable LanguageModels> started = new AtomicReference<>();

  private final long residentBytes;
  private final LongConsumer operations;

  /**
   * @param residentBytes size of a model's float32 weights, bytes, up to which it stays in memory
   */
  public Engine(long residentBytes) {
    this(residentBytes, operations -> {});
  }

  /**
   * @param operations told of the operations of forward passes
   */
  public Engine(long residentBytes, LongConsumer operations) {
    this.residentBytes = residentBytes;
    this.operations = operations;
  }

  @Override
  public synchronized LanguageModels get() {
    @Nullable LanguageModels models = started.get();
    if (models == null) {
      models = new LanguageModels(residentBytes, operations);
      started.set(models);
    }
    return models;
  }

  @Override
  public synchronized void close() {
    @Nullable LanguageModels models = started.getAndSet(null);
    if (models != null) {
      models.close();
    }
  }
}

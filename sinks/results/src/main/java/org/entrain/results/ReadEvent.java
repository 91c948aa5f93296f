package org.entrain.results;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event to store.
 *
 * @param event what {@link ResultEvents#check} accepts
 * @param origin where it was read; null if that is not known
 */
public record ReadEvent(SpecificRecord event, @Nullable Origin origin) {}

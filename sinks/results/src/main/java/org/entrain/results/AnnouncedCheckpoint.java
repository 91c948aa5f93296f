package org.entrain.results;

import org.entrain.schemas.avro.SourceKind;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as it was announced, and what became of it.
 *
 * @param kind where its representations come from
 * @param identity hash of what is computed from it; names of one identity are computed once
 * @param fingerprint hash of its weights
 * @param architecture architecture of the model
 * @param layers hidden states, the embedding output among them
 * @param hiddenSize length of a hidden state
 * @param location where it was read from
 * @param unit identity of its unit; null before it is planned
 * @param cause why it ended without scores; null if it did not
 * @param fits fits that are stored, of all layers, variants and participants
 */
public record AnnouncedCheckpoint(
    String model,
    long step,
    SourceKind kind,
    String identity,
    String fingerprint,
    String architecture,
    int layers,
    int hiddenSize,
    String location,
    @Nullable String unit,
    @Nullable String cause,
    long fits) {}

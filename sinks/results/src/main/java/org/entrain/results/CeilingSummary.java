package org.entrain.results;

import org.entrain.schemas.avro.CeilingKind;

/**
 * A participant's noise ceiling in one number.
 *
 * @param stimulus identity of the stimulus
 * @param kind what the recording is correlated with
 * @param others number of recordings in the mean of the others
 * @param mean ceiling r, mean over voxels
 */
public record CeilingSummary(
    String stimulus, String participant, CeilingKind kind, int others, double mean) {}

package org.entrain.producers.dataset;

import java.util.Map;
import org.entrain.producers.recordings.RecordingSource;
import org.entrain.producers.stimulus.Stimulus;

/**
 * What the files of a data set hold.
 *
 * @param recordings by participant, in their order
 */
record DatasetParts(Stimulus stimulus, Map<String, RecordingSource> recordings) {}

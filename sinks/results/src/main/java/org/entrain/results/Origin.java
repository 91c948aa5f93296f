package org.entrain.results;

/**
 * Where an event was read.
 *
 * @param topic name of the topic
 * @param partition its partition
 * @param offset place in the partition
 * @param writtenAt time that the record bears, ms since 1970
 */
public record Origin(String topic, int partition, long offset, long writtenAt) {}

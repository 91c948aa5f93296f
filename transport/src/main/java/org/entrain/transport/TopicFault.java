package org.entrain.transport;

/**
 * Something about topics or brokers that is not as the stream needs it.
 *
 * @param topic topic, or {@code brokers}
 * @param field what is wrong about it
 * @param remedy what to do
 */
public record TopicFault(
    String topic, String field, String expected, String found, String remedy) {}

/**
 * A Kafka broker and controller inside this process, from production classes. For a run on one
 * machine and for tests; a cluster brings its own brokers.
 */
@NullMarked
package org.entrain.broker;

import org.jspecify.annotations.NullMarked;

/**
 * What every stage does with Kafka in the same way: settings of clients, sending and reading of
 * events, dead letters, reports of progress, and a stage's life.
 */
@NullMarked
package org.entrain.transport;

import org.jspecify.annotations.NullMarked;

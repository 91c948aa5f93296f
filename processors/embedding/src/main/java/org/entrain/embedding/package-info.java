/**
 * The embedding worker: takes tasks from a queue, runs a checkpoint over their windows and
 * publishes hidden states of words and parts of the perplexity. Results are idempotent, so a task
 * may be done twice; it is never lost without a dead letter.
 */
@NullMarked
package org.entrain.embedding;

import org.jspecify.annotations.NullMarked;

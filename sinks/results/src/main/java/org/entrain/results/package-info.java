/**
 * Keeps what the stream finds: scores, noise ceilings, perplexities, plans and progress in one
 * database file, together with the place in the topics they came from. Answers questions over it:
 * rows as CSV, summaries, accounting.
 */
@NullMarked
package org.entrain.results;

import org.jspecify.annotations.NullMarked;

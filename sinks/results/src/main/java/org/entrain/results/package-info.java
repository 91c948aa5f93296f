/**
 * Keeps what the stream finds: scores, noise ceilings, perplexities, plans and progress in one
 * database, a DuckDB file or PostgreSQL, together with the place in the topics they came from.
 * Answers questions over it: rows as CSV, summaries, pages of fits and voxels, accounting.
 */
@NullMarked
package org.entrain.results;

import org.jspecify.annotations.NullMarked;

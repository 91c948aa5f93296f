/**
 * The encoding worker: gathers the rows of a unit until they are complete, fits them to every
 * recording that is due, and publishes scores. What is done is known from the progress topic, so
 * that a worker may die, restart, or see anything twice without a score missing or repeated.
 */
@NullMarked
package org.entrain.encoding;

import org.jspecify.annotations.NullMarked;

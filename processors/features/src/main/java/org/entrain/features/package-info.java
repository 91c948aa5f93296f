/**
 * Turns the representations of words into rows of features aligned with the volumes: means over a
 * TR's words, then lags. A TR is complete when all of its words are here; no window, no grace.
 */
@NullMarked
package org.entrain.features;

import org.jspecify.annotations.NullMarked;

/**
 * What runs cost: a model of CPU, bytes and time, fitted to measured runs and checked by a larger
 * one, and the table of scale that follows from it.
 */
@NullMarked
package org.entrain.bench.cost;

import org.jspecify.annotations.NullMarked;

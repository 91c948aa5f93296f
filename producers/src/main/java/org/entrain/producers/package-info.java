/**
 * What researchers have on disk, turned into events: stimuli, recordings, checkpoints, precomputed
 * activations. Everything is checked before the first event, and refused in words that say what to
 * do.
 */
@NullMarked
package org.entrain.producers;

import org.jspecify.annotations.NullMarked;

/**
 * Finds checkpoints and folders of precomputed activations, names them by model and step, checks
 * them, and announces them. Activations that exist already are published from here as well.
 */
@NullMarked
package org.entrain.producers.checkpoints;

import org.jspecify.annotations.NullMarked;

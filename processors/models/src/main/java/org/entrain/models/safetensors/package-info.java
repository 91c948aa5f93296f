/**
 * Reads safetensors files without trusting them: the header is checked whole before any value is
 * touched. Gives the place of each tensor; {@link org.entrain.models.weights} reads it.
 */
@NullMarked
package org.entrain.models.safetensors;

import org.jspecify.annotations.NullMarked;

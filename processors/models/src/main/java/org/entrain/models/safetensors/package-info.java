/**
 * Reads safetensors files without trusting them: the header is checked whole before any value is
 * touched. Values come as read-only mappings or widened to float32.
 */
@NullMarked
package org.entrain.models.safetensors;

import org.jspecify.annotations.NullMarked;

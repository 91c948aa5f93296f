/**
 * Building blocks that decoder-only transformers share: rotary positions, causal attention, norms,
 * activations. Every architecture composes its stem, blocks and head of them.
 */
@NullMarked
package org.entrain.models.layers;

import org.jspecify.annotations.NullMarked;

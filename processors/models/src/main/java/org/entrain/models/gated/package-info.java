/**
 * What LLaMA and its kin share: root-mean-square norms, rotary positions, grouped queries and a
 * gated MLP. The packages of these architectures read their configurations into it.
 */
@NullMarked
package org.entrain.models.gated;

import org.jspecify.annotations.NullMarked;

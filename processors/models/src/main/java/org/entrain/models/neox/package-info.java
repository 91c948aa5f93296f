/**
 * GPT-NeoX, the architecture of the Pythia checkpoints. Says which tensors a configuration needs
 * and how a block computes.
 */
@NullMarked
package org.entrain.models.neox;

import org.jspecify.annotations.NullMarked;

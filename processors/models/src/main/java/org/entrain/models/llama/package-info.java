/**
 * LLaMA with grouped queries. Says which tensors a configuration needs and how a block computes.
 */
@NullMarked
package org.entrain.models.llama;

import org.jspecify.annotations.NullMarked;

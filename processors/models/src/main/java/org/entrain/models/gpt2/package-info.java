/**
 * GPT-2: learned positions and serial blocks, whose weights files store transposed. Says which
 * tensors a configuration needs and how the parts are built of them.
 */
@NullMarked
package org.entrain.models.gpt2;

import org.jspecify.annotations.NullMarked;

/**
 * OPT: learned positions, norms before or after each half of a block, and in one form embeddings
 * narrower than the hidden states. Says which tensors a configuration needs and how the parts are
 * built of them.
 */
@NullMarked
package org.entrain.models.opt;

import org.jspecify.annotations.NullMarked;

/**
 * Reads files of {@code torch.save} without running anything in them: an unpickler that knows the
 * opcodes and classes of a dictionary of tensors and refuses all others. Gives the place of each
 * tensor; {@link org.entrain.models.weights} reads it.
 */
@NullMarked
package org.entrain.models.torch;

import org.jspecify.annotations.NullMarked;

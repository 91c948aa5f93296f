/**
 * Stored tensors, whatever the format of their file: where each lies, and its values piece by piece
 * or mapped. Readers of formats reduce a file to {@link org.entrain.models.weights.TensorEntry}.
 */
@NullMarked
package org.entrain.models.weights;

import org.jspecify.annotations.NullMarked;

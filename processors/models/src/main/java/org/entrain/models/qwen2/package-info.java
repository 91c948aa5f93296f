/**
 * Qwen2, a gated architecture whose queries, keys and values have biases. Sliding windows are
 * refused.
 */
@NullMarked
package org.entrain.models.qwen2;

import org.jspecify.annotations.NullMarked;

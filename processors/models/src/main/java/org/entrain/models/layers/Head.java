package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * What follows the last block.
 *
 * @param norm the final norm, which hidden state L includes
 * @param logits of the next token, from hidden state L: [rows, H] to [rows, vocabulary]
 */
public record Head(Norm norm, UnaryOperator<NDArray> logits) {}

package org.entrain.models;

import java.util.List;
import java.util.function.Function;
import org.entrain.models.layers.Weights;

/**
 * A part of a network: the tensors it reads and how it is built of them. Parts can be built one by
 * one, so that large models need not be in memory whole.
 *
 * @param tensors with their shapes; two parts may name the same tensor
 * @param build given the weights, which are keyed by {@link TensorSpec#name()}
 */
public record Part<T>(List<TensorSpec> tensors, Function<Weights, T> build) {}

package org.entrain.embedding;

/**
 * What a task gave.
 *
 * @param words indices of the words
 * @param vectors hidden states, shape [words][layers][H]
 * @param scoredTokens tokens whose log-probability was summed, the first ones of the task
 * @param logProbabilitySum sum of natural log-probabilities
 * @param seconds time of the forward passes
 */
record TaskResult(
    int[] words, float[][][] vectors, int scoredTokens, double logProbabilitySum, double seconds) {}

/**
 * Language models: opens checkpoints in Hugging Face layout, tokenizes words, and turns windows of
 * tokens into hidden states and log-probabilities. Knows neither Kafka nor Avro; its borders are
 * primitive arrays.
 */
@NullMarked
package org.entrain.models;

import org.jspecify.annotations.NullMarked;

/**
 * The extraction alone: representations of a text's words and the perplexity, per checkpoint, as
 * files that later runs read as activations. It needs no recordings, no clock and no Kafka.
 */
@NullMarked
package org.entrain.app.extract;

import org.jspecify.annotations.NullMarked;

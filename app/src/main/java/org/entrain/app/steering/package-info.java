/**
 * What pausing, resuming, cancelling and removing mean for a state, or for a stream on brokers
 * elsewhere: which names are meant, what changes, and what is said about it.
 */
@NullMarked
package org.entrain.app.steering;

import org.jspecify.annotations.NullMarked;

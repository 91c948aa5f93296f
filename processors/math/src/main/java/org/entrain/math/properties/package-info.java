/**
 * Linguistic properties of words and representations: removal of a property by ridge regression,
 * and probes that say how well it can be read before and after.
 */
@NullMarked
package org.entrain.math.properties;

import org.jspecify.annotations.NullMarked;

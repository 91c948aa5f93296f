/**
 * The properties worker: gathers the words of a unit until they are complete, removes every
 * linguistic property from every layer, probes it before and after, and publishes both.
 */
@NullMarked
package org.entrain.properties;

import org.jspecify.annotations.NullMarked;

/**
 * entrain's sides of the comparisons in {@code bench/models} and {@code bench/encoding}: processes
 * that run windows or fit a fold on command. The other sides and the drivers are Python programs
 * beside them.
 */
@NullMarked
package org.entrain.bench;

import org.jspecify.annotations.NullMarked;

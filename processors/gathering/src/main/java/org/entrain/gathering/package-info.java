/**
 * What workers share that gather the records of a unit until they are complete: partitions of the
 * input topic, rows spooled to disk, and the loop that takes in, computes and commits.
 */
@NullMarked
package org.entrain.gathering;

import org.jspecify.annotations.NullMarked;

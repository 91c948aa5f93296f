/**
 * entrain's side of the comparison of speeds in {@code bench/models}: a process that runs windows
 * on command. The other side and the driver are Python programs beside it.
 */
@NullMarked
package org.entrain.bench;

import org.jspecify.annotations.NullMarked;

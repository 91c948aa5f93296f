/**
 * The stream on processes of its own: brokers and workers that are timed, killed, stopped, cut off
 * and fed nonsense. Under faults the results must equal those of an undisturbed run.
 */
@NullMarked
package org.entrain.bench.cluster;

import org.jspecify.annotations.NullMarked;

/**
 * Faults brought about on purpose: brokers and workers as processes that are killed, stopped, cut
 * off and fed nonsense, after which the results must equal those of an undisturbed run.
 */
@NullMarked
package org.entrain.bench.faults;

import org.jspecify.annotations.NullMarked;

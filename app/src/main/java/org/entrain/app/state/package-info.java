/**
 * The folder that outlives a run: what it is about, which process has it, and where its files lie.
 * Its description is replaced whole, so neither a crash nor a power cut leaves half of one.
 */
@NullMarked
package org.entrain.app.state;

import org.jspecify.annotations.NullMarked;

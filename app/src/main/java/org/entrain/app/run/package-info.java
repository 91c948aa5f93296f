/**
 * A run: what is checked before any work, the stages wired together, what is announced to them, and
 * when all of it is done.
 */
@NullMarked
package org.entrain.app.run;

import org.jspecify.annotations.NullMarked;

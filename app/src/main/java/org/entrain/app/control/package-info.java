/**
 * How commands reach a running process: HTTP on the loopback interface, whose address and secret
 * lie in the state folder, readable by its owner alone.
 */
@NullMarked
package org.entrain.app.control;

import org.jspecify.annotations.NullMarked;

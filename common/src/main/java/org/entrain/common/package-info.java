/**
 * What every room may use: refusal of bad input, content hashes, where files lie, and folders as
 * wholes. Depends on the JDK alone.
 */
@NullMarked
package org.entrain.common;

import org.jspecify.annotations.NullMarked;

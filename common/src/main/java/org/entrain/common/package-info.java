/**
 * What every room may use: refusal of bad input, content hashes, and where files lie. Depends on
 * the JDK alone.
 */
@NullMarked
package org.entrain.common;

import org.jspecify.annotations.NullMarked;

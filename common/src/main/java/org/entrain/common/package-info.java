/** What every room may use: refusal of bad input and content hashes. Depends on the JDK alone. */
@NullMarked
package org.entrain.common;

import org.jspecify.annotations.NullMarked;

/** Tests of the page and its API. */
@NullMarked
package org.entrain.dashboard;

import org.jspecify.annotations.NullMarked;

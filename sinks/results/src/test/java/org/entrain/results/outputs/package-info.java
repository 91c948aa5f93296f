@NullMarked
package org.entrain.results.outputs;

import org.jspecify.annotations.NullMarked;

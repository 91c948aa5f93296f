/**
 * Writes results as a folder of files that other tools read: tables, arrays, brain images and
 * surface data. Every file gets its name when it is whole.
 */
@NullMarked
package org.entrain.results.outputs;

import org.jspecify.annotations.NullMarked;

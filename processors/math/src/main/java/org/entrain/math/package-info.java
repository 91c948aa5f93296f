/**
 * The encoding maths: folds, lags, standardisation, PCA and ridge regression of voxels on features.
 * Borders are primitive arrays and EJML matrices; no files, no messages, no environment.
 */
@NullMarked
package org.entrain.math;

import org.jspecify.annotations.NullMarked;

/**
 * HDF5 files as recordings are published in them: one array of numbers, volumes × voxels, read in
 * blocks of rows.
 */
@NullMarked
package org.entrain.formats.hdf5;

import org.jspecify.annotations.NullMarked;

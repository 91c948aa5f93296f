/**
 * NIfTI images, the field's format of brain volumes: reads volumes one after the other, knows which
 * voxels of an image a recording has, and writes values of these voxels as images again.
 */
@NullMarked
package org.entrain.formats.nifti;

import org.jspecify.annotations.NullMarked;

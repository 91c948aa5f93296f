/**
 * Files out of object stores that speak S3, fetched once into a bounded cache on this machine and
 * checked by hash. What calls it sees locations become paths, nothing of the store.
 */
@NullMarked
package org.entrain.objects;

import org.jspecify.annotations.NullMarked;

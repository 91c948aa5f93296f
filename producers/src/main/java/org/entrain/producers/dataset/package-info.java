/**
 * Data sets: a stimulus and recordings that belong together, as a manifest or a published folder
 * layout describes them. Everything is checked when it is read; nothing is published from here.
 */
@NullMarked
package org.entrain.producers.dataset;

import org.jspecify.annotations.NullMarked;

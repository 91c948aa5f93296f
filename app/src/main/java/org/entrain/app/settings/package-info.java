/**
 * Every setting of the stream: its name, values, default in each preset and purpose, declared once.
 * Validation, help and documentation read the same table.
 */
@NullMarked
package org.entrain.app.settings;

import org.jspecify.annotations.NullMarked;

/** LLaMA: says what its configuration means for the gated architectures' shared code. */
@NullMarked
package org.entrain.models.llama;

import org.jspecify.annotations.NullMarked;

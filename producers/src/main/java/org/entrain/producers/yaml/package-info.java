/**
 * Reads YAML files strictly: unknown keys, missing keys and wrong types are collected and refused
 * in one message. Knows nothing of what the files mean.
 */
@NullMarked
package org.entrain.producers.yaml;

import org.jspecify.annotations.NullMarked;

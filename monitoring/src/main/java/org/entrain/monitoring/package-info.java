/**
 * How a process is seen from outside: its metrics for Prometheus, and whether it is alive and
 * ready. Stages know nothing of it; they tell a listener of {@code transport} what they do.
 */
@NullMarked
package org.entrain.monitoring;

import org.jspecify.annotations.NullMarked;

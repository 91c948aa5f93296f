/**
 * The page and the read-only JSON API over results, topics and the live state of a run. Everything
 * is declared once, as {@link org.entrain.dashboard.Endpoint}s; the OpenAPI document comes from
 * them.
 */
@NullMarked
package org.entrain.dashboard;

import org.jspecify.annotations.NullMarked;

package org.entrain.properties;

import java.util.List;
import org.entrain.gathering.Gather;
import org.entrain.properties.AnnotationStore.PropertyLabels;
import org.entrain.schemas.avro.Plan;

/**
 * A layer of a unit and the properties that are due for it.
 *
 * @param gather all words of the unit
 * @param due one or more
 */
record PropertyWork(Gather gather, Plan plan, int layer, List<PropertyLabels> due) {}

package org.entrain.encoding;

import java.util.List;
import org.entrain.schemas.avro.Plan;

/**
 * A fit that can start.
 *
 * @param unit what is fitted
 * @param gather its rows, all there
 * @param plan plan of the unit
 * @param due recordings it is to be fitted to, one or more
 */
record Work(FitUnit unit, Gather gather, Plan plan, List<Recording> due) {}

package org.entrain.encoding;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.entrain.math.Design;
import org.entrain.schemas.avro.Plan;

/**
 * A fit that can start.
 *
 * @param unit what is fitted
 * @param design reads or makes its features, all of which are there
 * @param plan plan of the unit
 * @param due recordings it is to be fitted to, one or more
 * @param inputs what the fit to each is computed from
 */
record Work(
    FitUnit unit,
    Supplier<Design> design,
    Plan plan,
    List<Recording> due,
    Map<Recording, String> inputs) {}

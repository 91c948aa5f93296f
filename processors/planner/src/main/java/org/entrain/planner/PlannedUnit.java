package org.entrain.planner;

import java.util.List;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Plan;

/**
 * A unit's plan and the work it asks for.
 *
 * @param tasks embedding tasks; none where the representations come from elsewhere
 */
record PlannedUnit(Plan plan, List<EmbeddingTask> tasks) {}

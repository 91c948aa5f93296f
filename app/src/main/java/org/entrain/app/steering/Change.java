package org.entrain.app.steering;

import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;

/**
 * A change of what is wanted.
 *
 * @param name model@step, or label of the participant
 */
public record Change(SteeringTarget target, String name, WantedState state) {}

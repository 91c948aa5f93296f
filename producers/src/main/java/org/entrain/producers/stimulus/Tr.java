package org.entrain.producers.stimulus;

/**
 * One TR (volume) of the clock.
 *
 * @param index position over all runs, from 0
 * @param run run, from 0
 * @param time seconds
 * @param kept whether a recording has a row for it; false if it is trimmed
 */
public record Tr(int index, int run, double time, boolean kept) {}

package org.entrain.producers.stimulus;

/**
 * One word of a stimulus.
 *
 * @param index position in the stimulus, from 0
 * @param run run it belongs to, from 0
 * @param text the word, stripped of blanks
 * @param onset seconds on the clock of the volumes
 */
public record Word(int index, int run, String text, double onset) {}

package org.entrain.app.run;

/**
 * How a run behaves, whatever it computes.
 *
 * @param once whether it ends when all is scored
 * @param port port of the embedded broker; 0 for any
 * @param speed speed of the replay
 */
public record RunOptions(boolean once, int port, Speed speed) {}

package org.entrain.monitoring;

import java.nio.file.Path;

/**
 * Which process it is.
 *
 * @param version version of the program
 * @param commit commit that it was built from; empty if not known
 * @param state its folder, whose disk is watched
 */
public record ProcessFacts(String version, String commit, Path state) {}

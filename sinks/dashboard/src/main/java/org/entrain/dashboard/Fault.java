package org.entrain.dashboard;

/**
 * Why a request was refused.
 *
 * @param error what is wrong and what to do, for people
 */
record Fault(String error) {}

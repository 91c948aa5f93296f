/**
 * Stanford CoreNLP as a program that reads text and writes trees and dependencies in the usual
 * formats. It runs in a process of its own, so that nothing of entrain links to it.
 */
@NullMarked
package org.entrain.corenlp;

import org.jspecify.annotations.NullMarked;

/**
 * The command line: options, help with examples, exit codes, and messages for people. What a
 * command does lies in the rooms beside this one.
 */
@NullMarked
package org.entrain.app.command;

import org.jspecify.annotations.NullMarked;

/** Sentences, parts of speech and tense by the tools and models of Apache OpenNLP. */
@NullMarked
package org.entrain.producers.opennlp;

import org.jspecify.annotations.NullMarked;

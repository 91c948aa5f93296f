package org.entrain.app.annotate;

import java.nio.file.Path;
import org.entrain.producers.syntax.Classes;
import org.jspecify.annotations.Nullable;

/**
 * What an annotation was asked for.
 *
 * @param method where the properties come from
 * @param classes whose classes the properties get
 * @param words table of words; null if a dataset is given
 * @param dataset manifest or folder whose words are meant; null if a table is given
 * @param dataRoot what the manifest's paths are relative to; null for the manifest's folder
 * @param trees file of Penn trees; null for none
 * @param conllu file in CoNLL-U; null for none
 * @param keep folder that the parses made are kept in; null to drop them
 * @param out table to write
 */
public record AnnotateRequest(
    Method method,
    Classes classes,
    @Nullable Path words,
    @Nullable Path dataset,
    @Nullable Path dataRoot,
    @Nullable Path trees,
    @Nullable Path conllu,
    @Nullable Path keep,
    Path out) {}

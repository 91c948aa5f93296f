package org.entrain.app.run;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.entrain.app.Refusal;
import org.entrain.app.settings.Settings;
import org.entrain.math.Fold;
import org.entrain.math.Folds;
import org.entrain.math.Significance;

/**
 * What a permutation test can do with the test rows at hand. Blocks change places within a run of a
 * fold; a fold without a run of two whole blocks has nothing to permute, and few blocks have few
 * arrangements, so that p cannot be small however many are drawn.
 */
final class PermutationCheck {

  /** With fewer arrangements than these, users are told. */
  private static final BigInteger ENOUGH = BigInteger.valueOf(1_000);

  /** Folds that a refusal names. */
  private static final int NAMED = 5;

  private PermutationCheck() {}

  /** Refuses folds without two whole blocks in any run. */
  static void require(Settings settings, int[] runOfRow, List<Fold> outer) {
    Significance test = settings.fit().significance();
    long least = 2L * test.block();
    List<String> lacking =
        outer.stream()
            .filter(fold -> longest(fold, runOfRow) < least)
            .map(fold -> "%d in fold %d".formatted(longest(fold, runOfRow), fold.index()))
            .toList();
    if (test.draws() > 0 && !lacking.isEmpty()) {
      throw new Refusal(
          Refusal.fault(
              SettingsCheck.set(settings, "permutations", "permutation.block"),
              "blocks of test rows within a run",
              "two whole blocks (%d rows) of one run in each of %d folds"
                  .formatted(least, outer.size()),
              "test rows of the longest run: %s%s (%s)"
                  .formatted(
                      String.join(", ", lacking.subList(0, Math.min(NAMED, lacking.size()))),
                      lacking.size() > NAMED
                          ? " and %d more".formatted(lacking.size() - NAMED)
                          : "",
                      SettingsCheck.set(settings, "folds", "gap")),
              "Set a shorter permutation.block, fewer folds, or permutations=0 for no test."));
    }
  }

  /**
   * What users should know before they read a p: that test rows have few arrangements.
   *
   * @param runOfRow run of every kept TR
   */
  static Optional<String> note(Settings settings, int[] runOfRow) {
    Significance test = settings.fit().significance();
    if (test.draws() == 0) {
      return Optional.empty();
    }
    List<Fold> outer = Folds.outer(settings.fit().folds(), settings.fit().gap(), runOfRow);
    BigInteger arrangements = arrangements(outer, runOfRow, test.block());
    if (arrangements.compareTo(ENOUGH) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        ("Note: blocks of %d test rows have %d arrangements over %d folds: no p below 1/%d,"
                + " whatever permutations is")
            .formatted(test.block(), arrangements, outer.size(), arrangements));
  }

  /** Product over folds and runs of (whole blocks)!. */
  static BigInteger arrangements(List<Fold> outer, int[] runOfRow, int block) {
    return outer.stream()
        .flatMap(fold -> rowsOfRuns(fold, runOfRow).values().stream())
        .map(rows -> factorial(rows / block))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  private static BigInteger factorial(long n) {
    return LongStream.rangeClosed(2, n)
        .mapToObj(BigInteger::valueOf)
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  private static long longest(Fold fold, int[] runOfRow) {
    return rowsOfRuns(fold, runOfRow).values().stream().mapToLong(rows -> rows).max().orElse(0);
  }

  /** Test rows of every run. */
  private static Map<Integer, Long> rowsOfRuns(Fold fold, int[] runOfRow) {
    return IntStream.of(fold.test())
        .mapToObj(row -> runOfRow[row])
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }
}

package org.entrain.producers.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A sentence as a tree of dependencies. */
public final class UdSentence {

  private final List<UdToken> tokens;
  private final int[] depths;

  /**
   * @throws IllegalArgumentException if the heads are no tree with one root
   */
  public UdSentence(List<UdToken> tokens) {
    this.tokens = List.copyOf(tokens);
    long roots = tokens.stream().filter(token -> token.head() < 0).count();
    if (roots != 1) {
      throw new IllegalArgumentException(roots + " roots");
    }
    depths = IntStream.range(0, tokens.size()).map(this::climb).toArray();
  }

  /** Tokens in the sentence's order. */
  public List<UdToken> tokens() {
    return tokens;
  }

  /** Largest depth of a token; the root's is 0. */
  public int depth() {
    return Arrays.stream(depths).max().orElse(0);
  }

  /** The token of least depth among some, the leftmost of equals. */
  Optional<UdToken> shallowest(Predicate<UdToken> some) {
    OptionalInt best = OptionalInt.empty();
    for (int i = 0; i < depths.length; i++) {
      if (some.test(tokens.get(i)) && (best.isEmpty() || depths[i] < depths[best.getAsInt()])) {
        best = OptionalInt.of(i);
      }
    }
    return best.isPresent() ? Optional.of(tokens.get(best.getAsInt())) : Optional.empty();
  }

  private int climb(int token) {
    int depth = 0;
    for (int at = token; tokens.get(at).head() >= 0; at = tokens.get(at).head()) {
      if (tokens.get(at).head() >= tokens.size()) {
        throw new IllegalArgumentException("head %d".formatted(tokens.get(at).head() + 1));
      }
      depth++;
      if (depth > tokens.size()) {
        throw new IllegalArgumentException("a circle of heads");
      }
    }
    return depth;
  }
}

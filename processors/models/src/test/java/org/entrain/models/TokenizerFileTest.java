package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "7 | {'model':{'vocab':{'a':7,'b':3}}}",
        "9 | {'added_tokens':[{'id':2},{'special':true,'id':9}],'model':{'vocab':{'a':0}}}",
        "2 | {'model':{'type':'Unigram','vocab':[['a',-1.5],['b',0],['c',1e9]]}}",
        "5 | {'model':{'vocab':{'a':5}},'added_tokens':null}",
        // Only what lies at the top counts, whatever other parts call their keys.
        "1 | {'decoder':{'model':{'vocab':{'z':99}},'added_tokens':[{'id':98}]},"
            + "'model':{'merges':[['a','b']],'x':{'vocab':{'z':97}},'vocab':{'a':1,'vocab':0}}}",
        "4294967296 | {'model':{'vocab':{'a':4294967296}}}"
      })
  void largestId_ofEachForm_isFound(long largest, String json) throws IOException {
    assertThat(TokenizerFile.read(write(json)).largestId()).isEqualTo(largest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "negative | a: -1         | {'model':{'vocab':{'a':-1}}}",
        "fraction | a: 1.5        | {'model':{'vocab':{'a':1.5}}}",
        "text     | a: 7          | {'model':{'vocab':{'a':'7'}}}",
        "null     | a: null       | {'model':{'vocab':{'a':null}}}",
        "list     | a: [          | {'model':{'vocab':{'a':[0]}}}",
        "too long | a: 9223372036854775808 | {'model':{'vocab':{'a':9223372036854775808}}}",
        "added    | id: -1        | {'model':{'vocab':{'a':1}},'added_tokens':[{'id':-1}]}",
        "no id    | added_tokens  | {'model':{'vocab':{'a':1}},'added_tokens':[{'content':'a'}]}",
        "no token | added_tokens  | {'model':{'vocab':{'a':1}},'added_tokens':[3]}",
        "empty    | model.vocab   | {'model':{'vocab':{}}}",
        "no map   | model.vocab   | {'model':{'vocab':7}}",
        "no model | model.vocab   | {'model':[{'vocab':{'a':1}}]}",
        "twofold  | content       | {'model':{'vocab':{'a':1}}} {}",
        "cut      | content       | {'model':{'vocab':{'a':1}}",
        "array    | content       | [{'model':{'vocab':{'a':1}}}]"
      })
  void vocabulary_thatIsNone_isRefused(String fault, String named, String json) throws IOException {
    Path file = write(json);
    assertThatThrownBy(() -> TokenizerFile.read(file))
        .as(fault)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(file.toString(), named);
  }

  @Test
  void file_ofManyPieces_isRead() throws IOException {
    StringBuilder json = new StringBuilder("{'model':{'vocab':{");
    for (int id = 0; id < 300_000; id++) {
      json.append("'piece").append(id).append("':").append(id).append(',');
    }
    Path file = write(json.append("'last':300000}}}").toString());
    assertThat(TokenizerFile.read(file).largestId()).isEqualTo(300_000);
  }

  @Test
  void file_beyondItsBound_isRefusedUnread() throws IOException {
    Path file = folder.resolve("tokenizer.json");
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength((64L << 20) + 1);
    }
    assertThatThrownBy(() -> TokenizerFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("length", "67108865 bytes");
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("tokenizer.json"), json.replace('\'', '"'));
  }
}

package org.entrain.models.torch;

import java.util.Arrays;
import java.util.Optional;

/** The opcodes that {@code torch.save} emits (pickle protocol 2), of 68 that there are. */
enum Opcode {
  PROTO(0x80),
  STOP('.'),
  MARK('('),
  GLOBAL('c'),
  REDUCE('R'),
  BUILD('b'),
  BINPERSID('Q'),
  BINPUT('q'),
  LONG_BINPUT('r'),
  BINGET('h'),
  LONG_BINGET('j'),
  EMPTY_TUPLE(')'),
  TUPLE('t'),
  TUPLE1(0x85),
  TUPLE2(0x86),
  TUPLE3(0x87),
  EMPTY_LIST(']'),
  APPEND('a'),
  APPENDS('e'),
  EMPTY_DICT('}'),
  SETITEM('s'),
  SETITEMS('u'),
  NONE('N'),
  NEWTRUE(0x88),
  NEWFALSE(0x89),
  BININT('J'),
  BININT1('K'),
  BININT2('M'),
  LONG1(0x8a),
  BINFLOAT('G'),
  BINUNICODE('X');

  private static final Opcode[] BY_CODE = new Opcode[256];

  static {
    for (Opcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  static Optional<Opcode> of(int code) {
    return Optional.ofNullable(BY_CODE[code]);
  }

  /** The name of an opcode that is refused, as pickletools of Python calls it. */
  static String refused(int code) {
    return Arrays.stream(Refused.values())
        .filter(opcode -> opcode.code == code)
        .map(opcode -> "opcode " + opcode)
        .findFirst()
        .orElse("unknown opcode 0x%02x".formatted(code));
  }

  /** Those which build objects or belong to other protocols. */
  private enum Refused {
    INST('i'),
    OBJ('o'),
    NEWOBJ(0x81),
    NEWOBJ_EX(0x92),
    STACK_GLOBAL(0x93),
    EXT1(0x82),
    EXT2(0x83),
    EXT4(0x84),
    PERSID('P'),
    POP('0'),
    POP_MARK('1'),
    DUP('2'),
    PUT('p'),
    GET('g'),
    MEMOIZE(0x94),
    FRAME(0x95),
    INT('I'),
    LONG('L'),
    LONG4(0x8b),
    FLOAT('F'),
    STRING('S'),
    BINSTRING('T'),
    SHORT_BINSTRING('U'),
    UNICODE('V'),
    SHORT_BINUNICODE(0x8c),
    BINUNICODE8(0x8d),
    BINBYTES('B'),
    SHORT_BINBYTES('C'),
    BINBYTES8(0x8e),
    BYTEARRAY8(0x96),
    LIST('l'),
    DICT('d'),
    EMPTY_SET(0x8f),
    ADDITEMS(0x90),
    FROZENSET(0x91),
    NEXT_BUFFER(0x97),
    READONLY_BUFFER(0x98);

    private final int code;

    Refused(int code) {
      this.code = code;
    }
  }
}

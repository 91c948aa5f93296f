package org.entrain.formats.gifti;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes functional data of a surface, {@code .func.gii}: one array of float32, a value per vertex,
 * compressed (GZipBase64Binary, which is zlib's format), without an intent that would promise
 * parameters. Source: GIFTI Surface Data Format 1.0.
 */
public final class GiftiWriter {

  private GiftiWriter() {}

  /**
   * Writes a file.
   *
   * @param out where to; neither flushed nor closed
   * @param values value of every vertex, shape [vertices]
   * @param metadata what the file is of; characters that XML does not allow become U+FFFD
   * @param name what the values are
   */
  public static void write(
      OutputStream out, float[] values, Map<String, String> metadata, String name)
      throws IOException {
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
      xml.writeStartElement("GIFTI");
      xml.writeAttribute("Version", "1.0");
      xml.writeAttribute("NumberOfDataArrays", "1");
      write(xml, metadata);
      xml.writeEmptyElement("LabelTable");
      xml.writeStartElement("DataArray");
      xml.writeAttribute("Intent", "NIFTI_INTENT_NONE");
      xml.writeAttribute("DataType", "NIFTI_TYPE_FLOAT32");
      xml.writeAttribute("ArrayIndexingOrder", "RowMajorOrder");
      xml.writeAttribute("Dimensionality", "1");
      xml.writeAttribute("Dim0", Integer.toString(values.length));
      xml.writeAttribute("Encoding", "GZipBase64Binary");
      xml.writeAttribute("Endian", "LittleEndian");
      xml.writeAttribute("ExternalFileName", "");
      xml.writeAttribute("ExternalFileOffset", "0");
      write(xml, Map.of("Name", name));
      element(xml, "Data", encoded(values));
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  private static void write(XMLStreamWriter xml, Map<String, String> metadata)
      throws XMLStreamException {
    xml.writeStartElement("MetaData");
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      xml.writeStartElement("MD");
      element(xml, "Name", entry.getKey());
      element(xml, "Value", entry.getValue());
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(allowed(text));
    xml.writeEndElement();
  }

  private static String allowed(String text) {
    return text.codePoints()
        .map(point -> isAllowed(point) ? point : 0xFFFD)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Char of XML 1.0. */
  private static boolean isAllowed(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || point >= 0x20 && point <= 0xD7FF
        || point >= 0xE000 && point <= 0xFFFD
        || point >= 0x10000;
  }

  private static String encoded(float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(compressed)) {
      deflater.write(bytes.array());
    }
    return Base64.getEncoder().encodeToString(compressed.toByteArray());
  }
}

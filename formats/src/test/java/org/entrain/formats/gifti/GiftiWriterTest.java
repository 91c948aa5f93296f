package org.entrain.formats.gifti;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class GiftiWriterTest {

  @Test
  void file_parsed_hasTheValuesAndWhatTheyAreOf() throws Exception {
    float[] values = {0.25f, -1e-30f, Float.NaN, 0, 1};
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("AnatomicalStructurePrimary", "CortexLeft");
    metadata.put("model", "<b>&]]>\u0001\uD83E\uDDE0");

    Document document = parse(write(values, metadata, "mean r"));

    Element root = document.getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("GIFTI");
    assertThat(text(root, "Name")).isEqualTo("AnatomicalStructurePrimary");
    assertThat(root.getElementsByTagName("Value").item(1).getTextContent())
        .isEqualTo("<b>&]]>\uFFFD\uD83E\uDDE0");
    assertThat(root.getElementsByTagName("Value").item(2).getTextContent()).isEqualTo("mean r");
    Element array = (Element) root.getElementsByTagName("DataArray").item(0);
    assertThat(array.getAttribute("Dim0")).isEqualTo("5");
    assertThat(array.getAttribute("Intent")).isEqualTo("NIFTI_INTENT_NONE");
    assertThat(floats(text(array, "Data"))).containsExactly(values);
  }

  private static byte[] write(float[] values, Map<String, String> metadata, String name)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GiftiWriter.write(out, values, metadata, name);
    return out.toByteArray();
  }

  private static Document parse(byte[] file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(file));
  }

  private static String text(Element element, String tag) {
    return element.getElementsByTagName(tag).item(0).getTextContent();
  }

  private static float[] floats(String data) throws IOException {
    byte[] compressed = Base64.getDecoder().decode(data);
    ByteBuffer bytes =
        ByteBuffer.wrap(
                new InflaterInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(floats);
    return floats;
  }
}

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SnippetTest {
  @Test
  void snippet() throws Exception {
    int before = Control.count("meter_events", "default");
    Snippet.main(new String[0]);
    assertEquals(before + 1, Control.count("meter_events", "default"));
  }
}

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.stripe.Stripe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ScenariosTest {
  private static final Map<Integer, JsonObject> RESULTS = new ConcurrentSkipListMap<>();

  @TestFactory
  Stream<DynamicTest> scenarios() throws IOException {
    String list = Files.readString(Path.of("../../fixtures/sdks/scenarios.json"));
    JsonArray scenarios =
        JsonParser.parseString(list).getAsJsonObject().getAsJsonArray("scenarios");
    return IntStream.range(0, scenarios.size())
        .mapToObj(
            i -> {
              JsonObject listed = scenarios.get(i).getAsJsonObject();
              return DynamicTest.dynamicTest(
                  listed.get("name").getAsString(),
                  () -> RESULTS.put(i, new Scenario(listed).play()));
            });
  }

  @AfterAll
  static void report() throws Exception {
    String directory = System.getenv("SDK_RESULTS_DIR");
    if (directory == null) {
      return;
    }
    JsonArray results = new JsonArray();
    RESULTS.values().forEach(results::add);
    JsonObject report = new JsonObject();
    report.addProperty("sdk", "stripe-java");
    report.addProperty("version", Stripe.VERSION);
    report.addProperty("name", "java");
    report.addProperty("language", "Java");
    report.add("stream", StreamHost.report());
    report.add("results", results);
    Files.writeString(Path.of(directory, "java.json"), report.toString());
  }
}

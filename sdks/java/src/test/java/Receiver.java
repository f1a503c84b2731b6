import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server inside the test that receives deliveries, as an application would. */
final class Receiver implements AutoCloseable {
  /** What a handler verifies: the exact body and the signature header. */
  record Delivery(String body, String signature) {}

  final String base;

  private final Map<String, Queue<Delivery>> received = new ConcurrentHashMap<>();
  private final HttpServer server;

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::receive);
    server.start();
    base = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The oldest delivery to a path that has not been taken yet. */
  Delivery take(String path) {
    Delivery delivery = of(path).poll();
    if (delivery == null) {
      throw new NoSuchElementException("Nothing was delivered to " + path);
    }
    return delivery;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
      of(exchange.getRequestURI().getPath()).add(new Delivery(body, signature));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private Queue<Delivery> of(String path) {
    return received.computeIfAbsent(path, each -> new ConcurrentLinkedQueue<>());
  }
}

/** The control routes, as `GET /_mock` shows them. */

/** All of them, and where they are described in full. */
export interface RoutesDocument {
  /** The routes, in the order of the documentation. */
  readonly data: readonly RouteDocument[];
  /** Where the OpenAPI document is. */
  readonly openapi: string;
}

/** A control route. */
export interface RouteDocument {
  /** Its HTTP method. */
  readonly method: 'DELETE' | 'GET' | 'POST';
  /** The path, with a `:name` for each variable part. */
  readonly path: string;
  /** What it does. */
  readonly help: string;
  /** The names that its query takes. */
  readonly query: readonly string[];
  /** A shell command that calls it. */
  readonly example: string;
}

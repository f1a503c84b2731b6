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
  /** How it is called. */
  readonly method: 'DELETE' | 'GET' | 'POST';
  /** From the root, with `:names` for the changing parts. */
  readonly path: string;
  /** What it does. */
  readonly help: string;
  /** The names that its query takes. */
  readonly query: readonly string[];
  /** A command for a shell. */
  readonly example: string;
}

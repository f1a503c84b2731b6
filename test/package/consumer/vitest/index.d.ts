/** As much of vitest as a compiler needs: its own declarations ask for a newer TypeScript. */
export interface ProvidedContext {
  another: number;
}
export declare function inject<Name extends keyof ProvidedContext>(
  name: Name,
): ProvidedContext[Name];

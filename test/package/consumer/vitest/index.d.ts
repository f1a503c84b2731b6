/** As much of vitest as the compiler needs: its own declarations need a newer TypeScript. */
export interface ProvidedContext {
  another: number;
}
export declare function inject<Name extends keyof ProvidedContext>(
  name: Name,
): ProvidedContext[Name];

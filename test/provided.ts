/** What the global set-up of the tests hands to them; read with `inject` of vitest. */
declare module "vitest" {
  interface ProvidedContext {
    /** Path of the embedded cluster's admin kubeconfig. */
    kubeconfig: string;
  }
}

export {};

/** What the global set-up of the integration tests hands to them; read with `inject` of vitest. */
declare module "vitest" {
  interface ProvidedContext {
    /** Path of the embedded cluster's admin kubeconfig. */
    kubeconfig: string;
    /** The owner's connection string to a migrated database that is only copied from. */
    templateUrl: string;
    /** Where the embedded cluster keeps its data, for tests that end parts of it. */
    clusterDir: string;
  }
}

export {};

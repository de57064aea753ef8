// Package parent ties a part's life to the process that started it, so that a crashed test run leaves nothing behind.
package parent

// Env names the variable that holds the starting process's id. Empty or unset: the part lives on by itself.
const Env = "PORTICO_CLUSTER_PARENT"
